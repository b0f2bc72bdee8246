package dev.cairn.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecsTest {
  record Point(double x) {}

  private static final List<Codec<?>> ALL =
      List.of(
          Codecs.bytes(),
          Codecs.utf8(),
          Codecs.doubles(),
          Codecs.floats(),
          Codecs.longs(),
          Codecs.ints(),
          Codecs.doubleMatrix(),
          Codecs.floatMatrix(),
          Codecs.longMatrix(),
          Codecs.intMatrix(),
          Codecs.json(Point.class),
          Codecs.cbor(Point.class));

  /** Does not say how much it has, and gives a few bytes at a time. */
  private static final class Trickle extends InputStream {
    private final InputStream in;
    private final Random random = new Random(1);

    Trickle(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, Math.min(length, 1 + random.nextInt(50_000)));
    }
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the line is dead");
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }
  }

  private static long[] randomLongs(int length) {
    return new Random(length).longs(length).toArray();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 2, 8_191, 8_192, 8_193, 16_384, 16_385, 1_048_576, 1_056_769, 2_097_152, 2_500_000
      })
  void numbers_anyLengthAndAnyStream_keepEveryBit(int length) throws IOException {
    long[] bits = randomLongs(length);
    double[] doubles = Arrays.stream(bits).mapToDouble(Double::longBitsToDouble).toArray();
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = Float.intBitsToFloat((int) bits[i]);
    }
    byte[] asLongs = Codecs.longs().toBytes(bits);
    byte[] asDoubles = Codecs.doubles().toBytes(doubles);
    byte[] asFloats = Codecs.floats().toBytes(floats);
    int[] ints = new int[length];
    Arrays.setAll(ints, i -> (int) bits[i]);
    byte[] asInts = Codecs.ints().toBytes(ints);
    assertThat(asInts).hasSize(4 * length);
    assertThat(Codecs.ints().fromBytes(asInts)).isEqualTo(ints);
    assertThat(Codecs.ints().decode(new Trickle(asInts))).isEqualTo(ints);
    assertThat(asLongs).hasSize(8 * length);
    assertThat(asDoubles).hasSize(8 * length);
    assertThat(asFloats).hasSize(4 * length);
    assertThat(Codecs.longs().fromBytes(asLongs)).isEqualTo(bits);
    assertThat(Codecs.longs().decode(new Trickle(asLongs))).isEqualTo(bits);
    // Compared as bytes, because NaN has many forms and == sees one zero.
    assertThat(Codecs.doubles().toBytes(Codecs.doubles().fromBytes(asDoubles)))
        .isEqualTo(asDoubles);
    assertThat(Codecs.doubles().toBytes(Codecs.doubles().decode(new Trickle(asDoubles))))
        .isEqualTo(asDoubles);
    assertThat(Codecs.floats().toBytes(Codecs.floats().fromBytes(asFloats))).isEqualTo(asFloats);
    assertThat(Codecs.floats().toBytes(Codecs.floats().decode(new Trickle(asFloats))))
        .isEqualTo(asFloats);
  }

  @Test
  void numbers_format_isLittleEndianWithoutAnythingAround() throws IOException {
    assertThat(hex(Codecs.doubles(), new double[] {1.5, -0.0}))
        .isEqualTo("000000000000f83f" + "0000000000000080");
    assertThat(hex(Codecs.doubles(), new double[] {Double.longBitsToDouble(0x7ff8000000000abcL)}))
        .isEqualTo("bc0a00000000f87f");
    assertThat(hex(Codecs.floats(), new float[] {1.5f, Float.NEGATIVE_INFINITY}))
        .isEqualTo("0000c03f" + "000080ff");
    assertThat(hex(Codecs.longs(), new long[] {1, -2}))
        .isEqualTo("0100000000000000" + "feffffffffffffff");
  }

  private static <T> String hex(Codec<T> codec, T value) throws IOException {
    return HexFormat.of().formatHex(codec.toBytes(value));
  }

  @Test
  void numbers_cutWithinOne_isRefused() {
    for (int length = 1; length < 8; length++) {
      byte[] cut = new byte[16 + length];
      assertThatThrownBy(() -> Codecs.doubles().fromBytes(cut))
          .isInstanceOf(CodecException.class)
          .hasMessage(
              "The codec f64 cannot read the bytes that it was given: "
                  + cut.length
                  + " bytes do not make up numbers of 8. Read them with the codec that wrote them.");
      assertThatThrownBy(() -> Codecs.longs().decode(new Trickle(cut)))
          .isInstanceOf(CodecException.class);
    }
    assertThatThrownBy(() -> Codecs.floats().fromBytes(new byte[65_537]))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("65537 bytes do not make up numbers of 4");
  }

  @Test
  void numbers_large_takeABlockBesidesTheArray() throws IOException {
    double[] weights = new double[1_000_000];
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Codecs.doubles().encode(weights, OutputStream.nullOutputStream());
    long before = threads.getCurrentThreadAllocatedBytes();
    Codecs.doubles().encode(weights, OutputStream.nullOutputStream());
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200_000);

    byte[] bytes = Codecs.doubles().toBytes(weights);
    before = threads.getCurrentThreadAllocatedBytes();
    Codecs.doubles().fromBytes(bytes);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8_000_000 + 200_000);
  }

  @Test
  void bytes_any_areAsTheyAre() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(3).nextBytes(bytes);
    assertThat(Codecs.bytes().toBytes(bytes)).isEqualTo(bytes);
    assertThat(Codecs.bytes().decode(new Trickle(bytes))).isEqualTo(bytes);
    assertThat(Codecs.bytes().fromBytes(new byte[0])).isEmpty();
  }

  @Test
  void utf8_anyText_isTheSame() throws IOException {
    for (String text :
        List.of("", "a", "größe µ", "\0\n\u2028", "\ud83d\ude00 \uffff", "\ufeffx")) {
      assertThat(Codecs.utf8().toBytes(text)).isEqualTo(text.getBytes(UTF_8));
      assertThat(Codecs.utf8().fromBytes(text.getBytes(UTF_8))).isEqualTo(text);
    }
  }

  @Test
  void utf8_whatHasNoForm_isRefusedAndNotReplaced() {
    for (String text : List.of("\ud83d", "a\ude00b", "\ude00\ud83d")) {
      assertThatThrownBy(() -> Codecs.utf8().toBytes(text))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("The codec utf8 cannot write the value that it was given: ");
    }
    for (String bytes : List.of("80", "61c3", "c080", "eda080", "f4908080", "ff", "6162fe")) {
      assertThatThrownBy(() -> Codecs.utf8().fromBytes(HexFormat.of().parseHex(bytes)))
          .as(bytes)
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("they are not UTF-8 from byte ");
    }
  }

  @Test
  void decode_streamFails_isNotTakenForBadBytes() {
    for (Codec<?> codec : ALL) {
      assertThatThrownBy(() -> codec.decode(new Broken()))
          .as(codec.name())
          .isInstanceOf(IOException.class)
          .hasMessage("the line is dead");
    }
  }

  @Test
  void encodeAndDecode_anyCodec_leaveStreamsOpen() throws IOException {
    leavesOpen(Codecs.bytes(), new byte[9]);
    leavesOpen(Codecs.utf8(), "text");
    leavesOpen(Codecs.doubles(), new double[9]);
    leavesOpen(Codecs.ints(), new int[9]);
    leavesOpen(Codecs.floatMatrix(), new float[3][9]);
    leavesOpen(Codecs.json(Point.class), new Point(1));
    leavesOpen(Codecs.cbor(Point.class), new Point(1));
  }

  private static <T> void leavesOpen(Codec<T> codec, T value) throws IOException {
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            throw new AssertionError(codec.name() + " closed it");
          }
        };
    codec.encode(value, out);
    codec.decode(
        new ByteArrayInputStream(out.toByteArray()) {
          @Override
          public void close() {
            throw new AssertionError(codec.name() + " closed it");
          }
        });
  }

  @Test
  void codec_shippedAsJavaObject_isTheSameCodec() throws Exception {
    for (Codec<?> codec : ALL) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new ObjectOutputStream(bytes)) {
        out.writeObject(codec);
      }
      assertThat(bytes.size()).as("%s is small", codec.name()).isLessThan(300);
      try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        Object back = in.readObject();
        assertThat(back).isEqualTo(codec);
        assertThat(((Codec<?>) back).name()).isEqualTo(codec.name());
      }
    }
  }

  @Test
  void names_ofAll_areFixed() {
    assertThat(ALL.stream().map(Codec::name))
        .containsExactly(
            "bytes", "utf8", "f64", "f32", "i64", "i32", "f64.npy", "f32.npy", "i64.npy", "i32.npy",
            "json", "cbor");
  }
}
