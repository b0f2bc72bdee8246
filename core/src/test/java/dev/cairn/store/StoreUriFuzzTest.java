package dev.cairn.store;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.CairnException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever text somebody gives for the URI of a store, or for a key. */
final class StoreUriFuzzTest {
  static Stream<byte[]> texts() {
    return Stream.of("memory:a", "s3://bucket/prefix?region=eu-west-1", "training/ranker/log/1")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "1m")
  void open_anyUri_isAStoreOrRefusedInOneLine(byte[] text) {
    // Not of a folder, which would be made.
    String uri = "memory:" + new String(text, StandardCharsets.UTF_8);
    try (ObjectStore store = ObjectStores.open(uri)) {
      requireOneLine(store.toString());
    } catch (CairnException expected) {
      requireOneLine(String.valueOf(expected.getMessage()));
    }
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "1m")
  void key_anyText_isThatKeyOrRefusedInOneLine(byte[] text) {
    String value = new String(text, StandardCharsets.UTF_8);
    try {
      if (!new ObjectKey(value).value().equals(value)) {
        throw new AssertionError("another key");
      }
    } catch (InvalidKeyException expected) {
      requireOneLine(String.valueOf(expected.getMessage()));
    }
  }

  private static void requireOneLine(String shown) {
    if (shown.lines().count() > 1) {
      throw new AssertionError("more than one line: " + shown);
    }
  }
}
