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
   * smaller one, which is given back. Where a new one is needed it has twice the size of that one,
   * but no more than a chunk can have.
   */
  byte[] larger(byte[] smaller, int used, int size) {
    byte[] array = unused(size);
    if (array == null) {
      int length = Math.max(SMALLEST, Math.max(size, 2 * smaller.length));
      return Arrays.copyOf(smaller, Math.min(length, ChunkingStream.MAX));
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
