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

  private static final int FIRST_BUFFER = 1 << 16;
  private static final int AVERAGE_BITS = 23;
  private static final long STRICT = mask(AVERAGE_BITS + 2);
  private static final long LOOSE = mask(AVERAGE_BITS - 2);
  private static final long[] GEAR = new SplittableRandom(0x43414952).longs(256).toArray();

  private final Consumer<byte[]> chunks;
  private byte[] buffer = new byte[0];
  private int size;
  private int scanned;
  private long hash;

  ChunkingStream(Consumer<byte[]> chunks) {
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
      int count = Math.min(end - from, MAX - size);
      if (size + count > buffer.length) {
        int larger = Math.max(FIRST_BUFFER, Math.max(size + count, 2 * buffer.length));
        buffer = Arrays.copyOf(buffer, Math.min(MAX, larger));
      }
      System.arraycopy(bytes, from, buffer, size, count);
      size += count;
      from += count;
      scan();
    }
  }

  /** Ends the last chunk. */
  @Override
  public void close() {
    if (size > 0) {
      cut(size);
    }
  }

  private void scan() {
    while (true) {
      if (scanned < MIN) {
        scanned = Math.min(MIN, size);
      }
      int boundary = boundary();
      if (boundary < 0) {
        return;
      }
      cut(boundary);
    }
  }

  private int boundary() {
    int at = scanned;
    long rolling = hash;
    int strictEnd = Math.min(size, AVERAGE);
    for (; at < strictEnd; at++) {
      rolling = (rolling << 1) + GEAR[buffer[at] & 0xff];
      if ((rolling & STRICT) == 0) {
        return at + 1;
      }
    }
    for (; at < size; at++) {
      rolling = (rolling << 1) + GEAR[buffer[at] & 0xff];
      if ((rolling & LOOSE) == 0) {
        return at + 1;
      }
    }
    scanned = at;
    hash = rolling;
    return size == MAX ? MAX : -1;
  }

  private void cut(int length) {
    chunks.accept(Arrays.copyOf(buffer, length));
    System.arraycopy(buffer, length, buffer, 0, size - length);
    size -= length;
    scanned = 0;
    hash = 0;
  }

  /** The highest bits: they depend on the most bytes before. */
  private static long mask(int bits) {
    return -1L << (Long.SIZE - bits);
  }
}
