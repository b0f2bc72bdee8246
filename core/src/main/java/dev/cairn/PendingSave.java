package dev.cairn;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A save that goes on behind the caller, and its outcome. Safe for use by many threads. */
public final class PendingSave {
  private final CompletableFuture<Checkpoint> outcome;
  private final Consumer<RuntimeException> seen;

  /** A save under way; {@code seen} is told of a failure when it is thrown from here. */
  PendingSave(CompletableFuture<Checkpoint> outcome, Consumer<RuntimeException> seen) {
    this.outcome = outcome;
    this.seen = seen;
  }

  static PendingSave done(Checkpoint saved) {
    return new PendingSave(CompletableFuture.completedFuture(saved), failure -> {});
  }

  /** Whether the outcome is there, so that {@link #await} does not wait. */
  public boolean isDone() {
    return outcome.isDone();
  }

  /** Whether it has ended, and not with a checkpoint. */
  boolean hasFailed() {
    return outcome.isCompletedExceptionally();
  }

  /**
   * Waits until the save is durable. An interrupt does not end the wait; the thread's flag stays
   * set.
   *
   * @return the checkpoint
   * @throws CairnException what {@link CheckpointManager#save} would have thrown
   */
  public Checkpoint await() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        seen.accept(failure);
        throw failure;
      }
      throw e;
    }
  }
}
