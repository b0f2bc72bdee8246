package dev.cairn.internal.data;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Cuts what is written to it into chunks whose boundaries depend on the content around them alone,
 * so that bytes that are changed or inserted somewhere leave most other chunks as they were.
 *
 * <p>The method is FastCDC with normalized chunking (W. Xia et al., USENIX ATC 2016): a rolling
 * hash adds a random number for each byte and shifts; a chunk ends where the hash has zeros under a
 * mask. No boundary is looked for in the first {@value #MIN} bytes; up to {@value #AVERAGE} bytes
 * the mask has two bits more than the average size asks for, after that two fewer; at {@value #MAX}
 * bytes a chunk ends anyway. The boundaries are no part of the format: a reader takes them from the
 * log.
 *
 * <p>Used by one thread. Holds one chunk at most.
 */
final class ChunkingStream extends OutputStream {
  static final int MIN = 4 << 20;
  static final int AVERAGE = 8 << 20;
  static final int MAX = 16 << 20;

  private static final int AVERAGE_BITS = 23;
  private static final long STRICT = mask(AVERAGE_BITS + 2);
  private static final long LOOSE = mask(AVERAGE_BITS - 2);
  private static final long[] GEAR = new SplittableRandom(0x43414952).longs(256).toArray();
  private static final long[] SHIFTED_GEAR = Arrays.stream(GEAR).map(gear -> gear << 1).toArray();

  private final ChunkBuffers buffers;
  private final Consumer<Chunk> chunks;

  /** The beginning of a chunk, in which there is no boundary. */
  private byte[] buffer = new byte[0];

  private int size;
  private long hash;

  /**
   * Cuts into arrays of a pool.
   *
   * @param chunks takes each chunk, and releases it when it needs it no more
   */
  ChunkingStream(ChunkBuffers buffers, Consumer<Chunk> chunks) {
    this.buffers = buffers;
    this.chunks = chunks;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int limit = Math.min(end - from, MAX - size) + from;
      int boundary = boundary(bytes, from, limit);
      int next = boundary < 0 ? limit : boundary;
      keep(bytes, from, next - from);
      from = next;
      if (boundary >= 0) {
        cut();
      }
    }
  }

  /** Ends the last chunk. */
  @Override
  public void close() {
    if (size > 0) {
      cut();
    }
  }

  /** Where the chunk ends that goes on with these bytes, or -1 when it goes on after them. */
  private int boundary(byte[] bytes, int from, int to) {
    int start = from - size;
    int at = Math.min(to, Math.max(from, start + MIN));
    int boundary = roll(bytes, at, Math.min(to, start + AVERAGE), STRICT);
    if (boundary < 0) {
      boundary = roll(bytes, Math.max(at, start + AVERAGE), to, LOOSE);
    }
    return boundary < 0 && to - start == MAX ? to : boundary;
  }

  /**
   * Rolls the hash over some bytes, two at a time, so that the second of them need not wait for the
   * hash of the first.
   */
  private int roll(byte[] bytes, int from, int to, long mask) {
    long rolling = hash;
    int at = from;
    for (; at < to - 1; at += 2) {
      int first = bytes[at] & 0xff;
      long one = (rolling << 1) + GEAR[first];
      rolling = (rolling << 2) + (SHIFTED_GEAR[first] + GEAR[bytes[at + 1] & 0xff]);
      if ((one & mask) == 0) {
        return at + 1;
      }
      if ((rolling & mask) == 0) {
        return at + 2;
      }
    }
    if (at < to) {
      rolling = (rolling << 1) + GEAR[bytes[at] & 0xff];
      if ((rolling & mask) == 0) {
        return at + 1;
      }
    }
    hash = rolling;
    return -1;
  }

  private void keep(byte[] bytes, int from, int count) {
    if (size + count > buffer.length) {
      buffer = buffers.larger(buffer, size, size + count);
    }
    System.arraycopy(bytes, from, buffer, size, count);
    size += count;
  }

  private void cut() {
    Chunk chunk = new Chunk(buffers, buffer, size);
    buffer = new byte[0];
    size = 0;
    hash = 0;
    chunks.accept(chunk);
  }

  /** The highest bits: they depend on the most bytes before. */
  private static long mask(int bits) {
    return -1L << (Long.SIZE - bits);
  }
}
