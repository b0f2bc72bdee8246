package dev.cairn.proofs.stress;

import org.jetbrains.lincheck.datastructures.Operation;

/** A counter that two threads may count up to one together. */
public final class LosingCounter {
  private int count;

  /** The number of this call. */
  @Operation
  public int next() {
    count++;
    return count;
  }

  /** One call after the other. */
  public static final class Sequential {
    private int count;

    public int next() {
      return ++count;
    }
  }
}
