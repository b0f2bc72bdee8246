package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Arrays of numbers of one size, one after the other, little-endian, without anything around them:
 * {@code numpy.fromfile} and a memory-mapped buffer read them as they are.
 *
 * <p>Writing takes {@value #BLOCK} bytes besides the array. Reading takes as much when the stream
 * knows how much it has left, else up to the size of the array once more, since its length is known
 * at the end only. No length is read from the bytes, so none can lie.
 *
 * @param <A> the type of the arrays, such as {@code double[]}
 */
final class Numbers<A> {
  /** The bytes that are moved at once; a multiple of every size of numbers. */
  static final int BLOCK = 64 << 10;

  /** The numbers of one segment of an array whose length is not known yet. */
  private static final int SEGMENT = 1 << 20;

  /** What some virtual machines refuse to exceed. */
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

  /** Moves numbers between a block and a place in an array. */
  @FunctionalInterface
  interface Move<A> {
    void move(ByteBuffer block, A array, int at, int count);
  }

  private final String codec;
  private final int size;
  private final IntFunction<A> create;
  private final Move<A> toBlock;
  private final Move<A> fromBlock;

  Numbers(String codec, int size, IntFunction<A> create, Move<A> toBlock, Move<A> fromBlock) {
    this.codec = codec;
    this.size = size;
    this.create = create;
    this.toBlock = toBlock;
    this.fromBlock = fromBlock;
  }

  /** The same for a codec of another name. */
  Numbers<A> of(String other) {
    return new Numbers<>(other, size, create, toBlock, fromBlock);
  }

  void write(A array, OutputStream out) throws IOException {
    write(array, out, new byte[(int) Math.min(BLOCK, (long) Array.getLength(array) * size)]);
  }

  /** Writes an array through a block, whose length is a multiple of the size of a number. */
  void write(A array, OutputStream out, byte[] block) throws IOException {
    int length = Array.getLength(array);
    ByteBuffer view = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < length; ) {
      int count = Math.min(block.length / size, length - at);
      toBlock.move(view, array, at, count);
      out.write(block, 0, count * size);
      at += count;
    }
  }

  A read(InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    ByteBuffer view = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    List<A> full = new ArrayList<>();
    A segment = create.apply(in.available() / size);
    int used = 0;
    long total = 0;
    for (int bytes = BLOCK; bytes == BLOCK; ) {
      bytes = in.readNBytes(block, 0, BLOCK);
      if (bytes % size != 0) {
        throw CodecException.reading(
            codec,
            "%d bytes do not make up numbers of %d".formatted(total * size + bytes, size),
            null);
      }
      int moved = 0;
      int count = bytes / size;
      total += count;
      if (total > MAX_LENGTH) {
        throw CodecException.reading(codec, "no array holds so many numbers", null);
      }
      while (moved < count) {
        if (used == Array.getLength(segment)) {
          full.add(segment);
          segment = create.apply(SEGMENT);
          used = 0;
        }
        int now = Math.min(count - moved, Array.getLength(segment) - used);
        fromBlock.move(view.position(moved * size), segment, used, now);
        used += now;
        moved += now;
      }
      view.position(0);
    }
    return joined(full, segment, used, (int) total);
  }

  /**
   * Exactly so many numbers from a stream, which may hold more. The array grows with what is there,
   * so that a number that lies takes no memory.
   *
   * @param block what is moved through, a multiple of the size of a number
   */
  A read(InputStream in, int length, byte[] block) throws IOException {
    ByteBuffer view = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    A array = create.apply(Math.min(length, SEGMENT));
    for (int at = 0; at < length; ) {
      if (at == Array.getLength(array)) {
        A larger = create.apply((int) Math.min(length, 2L * at));
        System.arraycopy(array, 0, larger, 0, at);
        array = larger;
      }
      int count = Math.min(block.length / size, Array.getLength(array) - at);
      if (in.readNBytes(block, 0, count * size) < count * size) {
        throw CodecException.reading(codec, "they end before the last number", null);
      }
      fromBlock.move(view, array, at, count);
      at += count;
    }
    return array;
  }

  private A joined(List<A> full, A last, int used, int total) {
    if (used == total && used == Array.getLength(last)) {
      return last;
    }
    A all = create.apply(total);
    int at = 0;
    for (A segment : full) {
      System.arraycopy(segment, 0, all, at, Array.getLength(segment));
      at += Array.getLength(segment);
    }
    System.arraycopy(last, 0, all, at, used);
    return all;
  }
}
