package dev.cairn.internal.log;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.DamagedException;
import dev.cairn.UnsupportedFormatException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes stand where an entry should: an entry, or an error that says what it is not. */
final class EntryFuzzTest {
  static Stream<byte[]> entries() {
    return Stream.of(new byte[0], Entries.bytes(Entries.full(), Entries.PAYLOAD));
  }

  static Stream<byte[]> manifests() {
    return Stream.of(Entries.json(Entries.full()).getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("entries")
  @FuzzTest(maxDuration = "1m")
  void decode_anyBytes_isAnEntryOrRefused(byte[] bytes) {
    try {
      EntryFormat.decode(bytes, "It");
    } catch (DamagedException | UnsupportedFormatException expected) {
      // That is the answer.
    }
  }

  /** Under the digest that belongs to it, so that it comes as far as the manifest. */
  @MethodSource("manifests")
  @FuzzTest(maxDuration = "1m")
  void decode_anyManifest_isAnEntryOrDamaged(byte[] manifest) {
    String json = new String(manifest, StandardCharsets.ISO_8859_1);
    try {
      EntryFormat.decode(Entries.sealed(1, json, Entries.PAYLOAD), "It");
    } catch (DamagedException expected) {
      // That is the answer.
    }
  }
}
