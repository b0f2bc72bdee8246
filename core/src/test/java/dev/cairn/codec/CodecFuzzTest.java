package dev.cairn.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes stand where a value should. */
final class CodecFuzzTest {
  /** Has texts, numbers, lists and maps. */
  record Value(String text, double number, List<Long> list, Map<String, Integer> map) {}

  private static final Value VALUE = new Value("a", 1.5, List.of(1L), Map.of("b", 2));

  static Stream<byte[]> cbor() throws IOException {
    return Stream.of(Codecs.cbor(Value.class).toBytes(VALUE));
  }

  static Stream<byte[]> matrices() throws IOException {
    return Stream.of(Codecs.doubleMatrix().toBytes(new double[][] {{1, 2}, {3, 4}}));
  }

  @MethodSource("cbor")
  @FuzzTest(maxDuration = "1m")
  void cbor_anyBytes_areAValueOrRefused(byte[] bytes) throws IOException {
    read(Codecs.cbor(Value.class), bytes);
  }

  @MethodSource("matrices")
  @FuzzTest(maxDuration = "1m")
  void matrix_anyBytes_areAMatrixOrRefused(byte[] bytes) throws IOException {
    read(Codecs.doubleMatrix(), bytes);
  }

  private static void read(Codec<?> codec, byte[] bytes) throws IOException {
    try {
      codec.fromBytes(bytes);
    } catch (CodecException expected) {
      // That is the answer.
    }
  }
}
