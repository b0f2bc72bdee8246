package dev.cairn.internal.archive;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.UnsupportedFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands where the index of an export should. */
final class ExportFuzzTest {
  static Stream<byte[]> indexes() {
    return Stream.of(
        "{\"format\": 1, \"process\": \"training/ranker\"}".getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("indexes")
  @FuzzTest(maxDuration = "1m")
  void decode_anyBytes_areAnIndexOrRefused(byte[] json) {
    try {
      ExportJson.decode(json, "It");
    } catch (IOException | UnsupportedFormatException expected) {
      // That is the answer.
    }
  }
}
