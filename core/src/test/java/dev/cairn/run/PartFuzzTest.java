package dev.cairn.run;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cairn.UnsupportedFormatException;
import dev.cairn.internal.log.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes stand where a part should, under the digest that belongs to them. */
final class PartFuzzTest {
  private static final UnitInterval UNITS = new UnitInterval(0, 2);

  static Stream<byte[]> parts() {
    return Stream.of(
        "CAIRN-PART 1 0 2 none 12\n\0\0\0\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
  }

  static Stream<byte[]> names() {
    String digest = Sha256.of(ByteBuffer.allocate(0));
    String name = new PartName(UNITS, "h", digest).format();
    return Stream.of(name.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("parts")
  @FuzzTest(maxDuration = "1m")
  void decode_anyBytes_areResultsOrRefused(byte[] bytes) {
    try {
      PartFormat.decode(bytes, new PartName(UNITS, "h", Sha256.of(ByteBuffer.wrap(bytes))));
    } catch (IOException | UnsupportedFormatException expected) {
      // That is the answer.
    }
  }

  @MethodSource("names")
  @FuzzTest(maxDuration = "1m")
  void parse_anyName_isItsOwnFormOrNone(byte[] name) {
    String text = new String(name, StandardCharsets.UTF_8);
    PartName.parse(text)
        .ifPresent(
            parsed -> {
              if (!parsed.format().equals(text)) {
                throw new AssertionError("two names of one part: " + text);
              }
            });
  }
}
