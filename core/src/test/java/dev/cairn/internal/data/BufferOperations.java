package dev.cairn.internal.data;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * What threads do with {@link ChunkBuffers}: take an array, write to it, take a larger one for it,
 * give that back. Nobody else may write to it meanwhile.
 */
public final class BufferOperations {
  private static final byte[] NONE = new byte[0];
  private static final int SMALL = 4;
  private static final int LARGE = 8;

  private final ChunkBuffers buffers = new ChunkBuffers();
  private final AtomicInteger marks = new AtomicInteger();

  /** There are small ones and large ones, of which the small ones are taken first. */
  public BufferOperations() {
    buffers.give(new byte[LARGE]);
    buffers.give(new byte[LARGE]);
    buffers.give(new byte[SMALL]);
    buffers.give(new byte[SMALL]);
  }

  /** Whether an array held what was written to it until it was given back. */
  @Operation
  public boolean use(@Param(gen = IntGen.class, conf = "1:2") int parts) {
    byte mark = (byte) marks.incrementAndGet();
    byte[] array = buffers.larger(NONE, 0, SMALL);
    write(array, 0, SMALL, mark);
    int used = SMALL;
    if (parts > 1) {
      array = array.length < LARGE ? buffers.larger(array, SMALL, LARGE) : array;
      write(array, SMALL, LARGE, mark);
      used = LARGE;
    }
    boolean kept = true;
    for (int i = 0; i < used; i++) {
      kept &= array[i] == mark;
    }
    buffers.give(array);
    return kept;
  }

  private static void write(byte[] array, int from, int to, byte mark) {
    for (int i = from; i < to; i++) {
      array[i] = mark;
    }
  }

  /** One operation after the other. */
  public static final class Sequential {
    public boolean use(int parts) {
      return true;
    }
  }
}
