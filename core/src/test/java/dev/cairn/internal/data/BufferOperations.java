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

  private final ChunkBuffers buffers = new ChunkBuffers();
  private final AtomicInteger marks = new AtomicInteger();

  /** Whether the array held what was written to it, as long as it was not given back. */
  @Operation
  public boolean use(@Param(gen = IntGen.class, conf = "1:2") int times) {
    byte mark = (byte) marks.incrementAndGet();
    byte[] array = NONE;
    boolean kept = true;
    for (int used = 0; used < times; used++) {
      array = buffers.larger(array, used, (used + 1) << 16);
      array[used] = mark;
      kept &= array[0] == mark && array[used] == mark;
    }
    kept &= array[0] == mark;
    buffers.give(array);
    return kept;
  }

  /** One operation after the other. */
  public static final class Sequential {
    public boolean use(int times) {
      return true;
    }
  }
}
