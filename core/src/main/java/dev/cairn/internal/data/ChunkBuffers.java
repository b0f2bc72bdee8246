package dev.cairn.internal.data;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that chunks are cut into and compressed into, used again and again: a new one of several
 * megabytes for each chunk costs more than to compress it, in zeroing and in collections of
 * garbage. What is not used is let go when memory is short.
 *
 * <p>There are never more than are in use at once: two for each transfer, and one that is filled.
 */
final class ChunkBuffers {
  private static final int SMALLEST = 1 << 16;

  private final ConcurrentLinkedDeque<SoftReference<byte[]>> free = new ConcurrentLinkedDeque<>();

  /**
   * An array with room for {@code size} bytes, which begins with the first {@code used} bytes of a
   * smaller one, which is given back. The sizes of new ones are powers of two, up to that of the
   * largest chunk, so that most fit when they are needed again.
   */
  byte[] larger(byte[] smaller, int used, int size) {
    byte[] array = unused(size);
    if (array == null) {
      return Arrays.copyOf(smaller, Math.max(SMALLEST, Integer.highestOneBit(size - 1) << 1));
    }
    System.arraycopy(smaller, 0, array, 0, used);
    give(smaller);
    return array;
  }

  /** Takes back an array that nobody reads or writes any more. */
  void give(byte[] array) {
    if (array.length > 0) {
      free.push(new SoftReference<>(array));
    }
  }

  private byte @Nullable [] unused(int size) {
    for (SoftReference<byte[]> next = free.poll(); next != null; next = free.poll()) {
      byte[] array = next.get();
      if (array != null && array.length >= size) {
        return array;
      }
    }
    return null;
  }
}
