package dev.cairn;

import java.util.List;
import java.util.Optional;

/**
 * Where a run begins.
 *
 * @param state to begin with
 * @param checkpoint that it was restored from; empty when the run starts from scratch
 * @param passedOver what is newer than the checkpoint and damaged, see {@link Restored#passedOver}
 */
public record Start<T>(T state, Optional<Checkpoint> checkpoint, List<String> passedOver) {
  /** Copies the list. */
  public Start {
    passedOver = List.copyOf(passedOver);
  }

  /** Whether the run goes on from a checkpoint. */
  public boolean isResumed() {
    return checkpoint.isPresent();
  }

  /**
   * How many steps are done, which is also the number of the next one where steps are counted from
   * 0.
   */
  public long nextStep() {
    return checkpoint.map(from -> from.progress().step()).orElse(0L);
  }
}
