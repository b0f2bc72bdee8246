package dev.cairn.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixCodecsTest {
  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "7,0", "1,1", "3,5", "1,20000", "20000,3", "2,1100000"})
  void matrices_anyShape_keepEveryBit(int rows, int columns) throws IOException {
    var random = new Random(rows * 31L + columns);
    double[][] doubles = new double[rows][columns];
    float[][] floats = new float[rows][columns];
    long[][] longs = new long[rows][columns];
    int[][] ints = new int[rows][columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        longs[row][column] = random.nextLong();
        ints[row][column] = random.nextInt();
        doubles[row][column] = Double.longBitsToDouble(longs[row][column]);
        floats[row][column] = Float.intBitsToFloat(ints[row][column]);
      }
    }
    requireSame(Codecs.longMatrix(), longs, 8L * rows * columns);
    requireSame(Codecs.intMatrix(), ints, 4L * rows * columns);
    requireSame(Codecs.doubleMatrix(), doubles, 8L * rows * columns);
    requireSame(Codecs.floatMatrix(), floats, 4L * rows * columns);
    assertThat(Codecs.longMatrix().fromBytes(Codecs.longMatrix().toBytes(longs)))
        .isDeepEqualTo(longs);
  }

  /** Compared as bytes, because NaN has many forms and == sees one zero. */
  private static <T> void requireSame(Codec<T> codec, T value, long numbers) throws IOException {
    byte[] bytes = codec.toBytes(value);
    assertThat(bytes.length - numbers).as("what is before the numbers").isEqualTo(128);
    assertThat(codec.toBytes(codec.fromBytes(bytes))).isEqualTo(bytes);
  }

  @Test
  void toBytes_isWhatNumPySaves() throws IOException {
    byte[] bytes = Codecs.intMatrix().toBytes(new int[][] {{1, 2, 3}, {-1, 0, 7}});
    assertThat(new String(bytes, 0, 128, ISO_8859_1))
        .isEqualTo(
            "\u0093NUMPY\1\0v\0{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3), }"
                + " ".repeat(58)
                + "\n");
    assertThat(Arrays.copyOfRange(bytes, 128, bytes.length))
        .isEqualTo(Codecs.ints().toBytes(new int[] {1, 2, 3, -1, 0, 7}));
  }

  @Test
  void toBytes_rowsOfDifferentLengths_areRefused() {
    assertThatThrownBy(() -> Codecs.doubleMatrix().toBytes(new double[][] {{1, 2}, {3}}))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("row 1 has 1 numbers and row 0 has 2");
  }

  @Test
  void fromBytes_whatIsNoSuchMatrix_isRefused() throws IOException {
    byte[] good = Codecs.doubleMatrix().toBytes(new double[][] {{1, 2}, {3, 4}});
    refused(new byte[0], "do not begin");
    refused(Arrays.copyOf(good, 100), "no rows of the type <f8");
    refused(Arrays.copyOf(good, good.length - 1), "end before the last number");
    refused(Arrays.copyOf(good, good.length + 1), "more bytes follow");
    refused(Codecs.floatMatrix().toBytes(new float[][] {{1}}), "no rows of the type <f8");
    refused(shape(good, "(2, 2), } ", "(2, 2, 1)"), "no rows of the type <f8");
  }

  @Test
  void fromBytes_shapeThatLies_takesNoMemoryForIt() throws IOException {
    byte[] good = Codecs.doubleMatrix().toBytes(new double[][] {{1, 2}, {3, 4}});
    refused(shape(good, "(2, 2), }         ", "(2, 999999999), } "), "end before the last number");
    refused(shape(good, "(2, 2), }         ", "(999999999, 2), } "), "end before the last number");
    refused(shape(good, "(2, 2), }         ", "(999999999, 0), } "), "rows are without numbers");
  }

  private static byte[] shape(byte[] good, String now, String other) {
    return new String(good, ISO_8859_1).replace(now, other).getBytes(ISO_8859_1);
  }

  private static void refused(byte[] bytes, String why) {
    assertThatThrownBy(() -> Codecs.doubleMatrix().decode(new ByteArrayInputStream(bytes)))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("The codec f64.npy cannot read the bytes that it was given: ")
        .hasMessageContaining(why);
  }
}
