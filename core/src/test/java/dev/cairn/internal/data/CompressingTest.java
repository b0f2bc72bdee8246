package dev.cairn.internal.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Compression;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CompressingTest {
  private static final int SIZE = 6 << 20;

  private final ChunkBuffers buffers = new ChunkBuffers();

  @ParameterizedTest
  @EnumSource(Compression.class)
  void pack_noise_isStoredAsItIs(Compression wish) {
    Chunk noise = chunk(noise(SIZE));
    Compressing.Packed packed = Compressing.pack(noise, wish, buffers);
    assertThat(packed.chunk()).isSameAs(noise);
    assertThat(packed.compression()).isEqualTo(Compression.NONE);
  }

  /** As far as a sample must see that something repeats. */
  @ParameterizedTest
  @CsvSource({"ZSTD, 1", "ZSTD, 8000", "ZSTD, 100000", "ZSTD, 262144", "GZIP, 1", "GZIP, 8000"})
  void pack_noiseThatRepeats_isCompressed(Compression wish, int period) throws Exception {
    byte[] once = noise(period);
    byte[] bytes = new byte[SIZE];
    for (int at = 0; at < SIZE; at += period) {
      System.arraycopy(once, 0, bytes, at, Math.min(period, SIZE - at));
    }
    assertThat(sizeOf(bytes, wish)).isLessThan(SIZE / 4);
  }

  /** A twentieth of zeros between the noise, in one place or in many. */
  @ParameterizedTest
  @CsvSource({"ZSTD, 1", "ZSTD, 64", "GZIP, 1", "GZIP, 64"})
  void pack_someOfItIsNoNoise_isCompressed(Compression wish, int places) throws Exception {
    byte[] bytes = noise(SIZE);
    int distance = SIZE / places;
    for (int place = 0; place < places; place++) {
      Arrays.fill(bytes, place * distance, place * distance + distance / 20, (byte) 0);
    }
    assertThat(sizeOf(bytes, wish)).isLessThan(SIZE - SIZE / 32);
  }

  /** Too small for a sample: just tried. */
  @ParameterizedTest
  @CsvSource({"ZSTD, 1, 1", "ZSTD, 33, 0", "GZIP, 1000, 0", "ZSTD, 1048575, 0"})
  void pack_fewBytes_comeBack(Compression wish, int size, int noise) throws Exception {
    sizeOf(noise == 1 ? noise(size) : new byte[size], wish);
  }

  /** Or else the pool would grow by an array with each chunk that gets smaller. */
  @ParameterizedTest
  @EnumSource(
      value = Compression.class,
      names = {"GZIP", "ZSTD"})
  void pack_whatGetsSmaller_takesAnArrayOfThePool(Compression wish) {
    byte[] pooled = new byte[SIZE];
    buffers.give(pooled);
    Compressing.Packed packed = Compressing.pack(chunk(new byte[SIZE]), wish, buffers);
    assertThat(packed.compression()).isEqualTo(wish);
    assertThat(packed.chunk().bytes().array()).isSameAs(pooled);
  }

  private int sizeOf(byte[] bytes, Compression wish) throws Exception {
    Compressing.Packed packed = Compressing.pack(chunk(bytes), wish, buffers);
    ByteBuffer stored = packed.chunk().bytes();
    byte[] copy = new byte[stored.remaining()];
    stored.get(copy);
    assertThat(Compressing.unpack(copy, packed.compression(), bytes.length)).isEqualTo(bytes);
    return copy.length;
  }

  private Chunk chunk(byte[] bytes) {
    return new Chunk(buffers, bytes, bytes.length);
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }
}
