package dev.cairn.internal.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ChunkingStreamTest {
  private static final int MIB = 1 << 20;

  @Test
  void chunks_ofAnySize_joinToWhatWasWritten() {
    byte[] bytes = random(1, ChunkingStream.MAX + 5 * MIB);
    for (int size :
        new int[] {
          0,
          1,
          ChunkingStream.MIN - 1,
          ChunkingStream.MIN,
          ChunkingStream.MIN + 1,
          ChunkingStream.AVERAGE,
          ChunkingStream.MAX - 1,
          ChunkingStream.MAX,
          ChunkingStream.MAX + 1,
          bytes.length
        }) {
      List<byte[]> chunks = cut(bytes, size, size);
      var joined = new ByteArrayOutputStream();
      chunks.forEach(joined::writeBytes);
      assertThat(joined.toByteArray()).isEqualTo(java.util.Arrays.copyOf(bytes, size));
      for (int i = 0; i < chunks.size(); i++) {
        assertThat(chunks.get(i)).hasSizeBetween(1, ChunkingStream.MAX);
        if (i < chunks.size() - 1) {
          assertThat(chunks.get(i)).hasSizeGreaterThan(ChunkingStream.MIN);
        }
      }
    }
  }

  @Test
  void boundaries_doNotDependOnHowItIsWritten() {
    byte[] bytes = random(2, 40 * MIB);
    List<Integer> atOnce = sizes(cut(bytes, bytes.length, bytes.length));
    assertThat(atOnce.size()).isGreaterThan(2);
    Random random = new Random(3);
    for (int round = 0; round < 3; round++) {
      var chunks = new ArrayList<byte[]>();
      try (var stream = stream(chunks)) {
        for (int from = 0; from < bytes.length; ) {
          int count =
              Math.min(bytes.length - from, 1 + random.nextInt(round == 0 ? 100_000 : 9 * MIB));
          stream.write(bytes, from, count);
          from += count;
          if (from < bytes.length) {
            stream.write(bytes[from]);
            from++;
          }
        }
      }
      assertThat(sizes(chunks)).isEqualTo(atOnce);
    }
  }

  @Test
  void boundaries_areWhereTheHashHasZeros() {
    long[] gear = new SplittableRandom(0x43414952).longs(256).toArray();
    for (int seed = 0; seed < 4; seed++) {
      byte[] bytes = random(seed, 33 * MIB + seed);
      List<Integer> expected = new ArrayList<>();
      int start = 0;
      long hash = 0;
      for (int at = 0; at < bytes.length; at++) {
        int size = at + 1 - start;
        if (size > ChunkingStream.MIN) {
          hash = (hash << 1) + gear[bytes[at] & 0xff];
        }
        int zeros = size <= ChunkingStream.AVERAGE ? 25 : 21;
        if ((size > ChunkingStream.MIN && Long.numberOfLeadingZeros(hash) >= zeros)
            || size == ChunkingStream.MAX
            || at == bytes.length - 1) {
          expected.add(size);
          start = at + 1;
          hash = 0;
        }
      }
      assertThat(sizes(cut(bytes, bytes.length, 3 * MIB + 1))).isEqualTo(expected);
    }
  }

  @Test
  void boundaries_afterWhatWasInsertedOrChanged_areWhatTheyWere() {
    byte[] bytes = random(4, 64 * MIB);
    List<byte[]> before = cut(bytes, bytes.length, MIB);
    byte[] inserted = new byte[bytes.length + 7];
    int at = 20 * MIB + 11;
    System.arraycopy(bytes, 0, inserted, 0, at);
    System.arraycopy(bytes, at, inserted, at + 7, bytes.length - at);
    byte[] changed = bytes.clone();
    changed[at]++;
    for (byte[] after : List.of(inserted, changed)) {
      List<byte[]> chunks = cut(after, after.length, MIB);
      long same = chunks.stream().filter(chunk -> contains(before, chunk)).count();
      assertThat(chunks.size() - same).isBetween(1L, 2L);
    }
  }

  @Test
  void sameBytesOverAndOver_areCutAtTheLargestSizeAndAlike() {
    List<byte[]> chunks = cut(new byte[33 * MIB], 33 * MIB, MIB);
    assertThat(sizes(chunks)).containsExactly(ChunkingStream.MAX, ChunkingStream.MAX, MIB);
    assertThat(chunks.get(0)).isEqualTo(chunks.get(1));
  }

  @Test
  void averageSize_isAboutWhatItIsMeantToBe() {
    int chunks = 0;
    for (int seed = 0; seed < 3; seed++) {
      chunks += cut(random(seed, 64 * MIB), 64 * MIB, 64 * MIB).size();
    }
    assertThat(3 * 64.0 / chunks).isBetween(6.0, 11.0);
  }

  private static boolean contains(List<byte[]> chunks, byte[] chunk) {
    return chunks.stream().anyMatch(other -> java.util.Arrays.equals(other, chunk));
  }

  private static List<Integer> sizes(List<byte[]> chunks) {
    return chunks.stream().map(chunk -> chunk.length).toList();
  }

  private static List<byte[]> cut(byte[] bytes, int size, int step) {
    List<byte[]> chunks = new ArrayList<>();
    try (var stream = stream(chunks)) {
      for (int from = 0; from < size; from += step) {
        stream.write(bytes, from, Math.min(step, size - from));
      }
    }
    return chunks;
  }

  /** Whoever takes a chunk gives its array back, and what is in it is overwritten. */
  private static ChunkingStream stream(List<byte[]> chunks) {
    ChunkBuffers buffers = new ChunkBuffers();
    return new ChunkingStream(
        buffers,
        chunk -> {
          byte[] bytes = new byte[chunk.size()];
          chunk.bytes().get(bytes);
          chunks.add(bytes);
          chunk.release();
        });
  }

  private static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
