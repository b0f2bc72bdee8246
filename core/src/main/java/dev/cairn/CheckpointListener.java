package dev.cairn;

import java.time.Duration;
import java.util.List;

/**
 * Who is told what a {@link CheckpointManager} does. Every method does nothing unless it is
 * overridden.
 *
 * <pre>{@code
 * var listener = new CheckpointListener() {
 *   @Override
 *   public void fellBack(Restore restore) {
 *     print("going on from " + restore.checkpoint() + ": " + restore.passedOver());
 *   }
 * };
 * try (var checkpoints =
 *     CheckpointManager.builder()
 *         .store("s3://desk/checkpoints")
 *         .process(ProcessId.training("ranker"))
 *         .listener(listener)
 *         .open()) {
 *   checkpoints.restoreLatest();
 * }
 * }</pre>
 *
 * <p>A listener is told after the fact, and by the thread that did it: of saves in the order of
 * their versions, and before {@link CheckpointManager#save} returns. What a listener throws is
 * logged and goes no further: a save that is committed stays so. Its time is the time of the save,
 * so it should be short, and it must not save, edit or close: the manager waits for it.
 *
 * <p>Durations are for people and charts. They come from a clock that only goes forward, and
 * nothing is decided by them.
 */
public interface CheckpointListener {
  /** The manager has opened its process, and every older writer is fenced. */
  default void opened(Opening opening) {}

  /** A checkpoint is committed, by whatever kind of save. */
  default void saved(Save save) {}

  /**
   * A save, an edit or a registration was not applied, for another reason than a fence: the store
   * refused it, did not take its chunks, or a codec did not take a value. Not told of a state that
   * could not even be captured for a save behind the caller.
   */
  default void saveFailed(Failure failure) {}

  /** A newer writer has the process; told once. {@code cause} is a {@link FencedException}. */
  default void fenced(Failure failure) {}

  /**
   * It could not be found out whether a save was applied. {@code cause} is a {@link
   * CommitOutcomeUnknownException}.
   */
  default void outcomeUnknown(Failure failure) {}

  /** A state was fetched and verified because somebody asked the manager for it. */
  default void restored(Restore restore) {}

  /**
   * A state was restored, and it is not the newest: newer ones are damaged. Told after {@link
   * #restored}, of the same restore.
   */
  default void fellBack(Restore restore) {}

  /**
   * A state could not be restored: it is damaged, or the store did not answer. Not told when a
   * checkpoint that was asked for is not there.
   */
  default void restoreFailed(Failure failure) {}

  /** Objects that no checkpoint needs any more were deleted. */
  default void collected(Deletion deletion) {}

  /**
   * A process that was opened.
   *
   * @param process that is open now
   * @param epoch the version of the claim
   */
  record Opening(ProcessId process, long epoch) {}

  /**
   * A save that is committed.
   *
   * @param checkpoint with its process and version; {@link Checkpoint#bytes} is the size of the
   *     state
   * @param epoch of the manager
   * @param sentBytes what of the state went to the store, as it is there, so compressed: chunks,
   *     and what stands in the entry. The manifest is not counted
   * @param reusedBytes how many bytes of the state were not sent because the store has them
   * @param duration from when the save began until it was acknowledged; of a save behind the
   *     caller, without the time that it waited for others
   * @param commit the part of that which the entry took, after the last chunk was stored
   */
  record Save(
      Checkpoint checkpoint,
      long epoch,
      long sentBytes,
      long reusedBytes,
      Duration duration,
      Duration commit) {
    /**
     * The share of the state that was not sent because the store has it, 0 to 1; of no bytes, 0.
     */
    public double reusedShare() {
      return checkpoint.bytes() == 0 ? 0 : (double) reusedBytes / checkpoint.bytes();
    }
  }

  /**
   * Something that did not succeed.
   *
   * @param process it was about
   * @param epoch of the manager
   * @param cause what the caller gets
   */
  record Failure(ProcessId process, long epoch, RuntimeException cause) {}

  /**
   * A state that was fetched and verified.
   *
   * @param checkpoint whose state it is
   * @param epoch of the manager
   * @param passedOver what is newer and damaged, one sentence each, newest first
   * @param duration from the request until the last byte was verified
   */
  record Restore(Checkpoint checkpoint, long epoch, List<String> passedOver, Duration duration) {
    /** Copies the list. */
    public Restore {
      passedOver = List.copyOf(passedOver);
    }
  }

  /**
   * Objects that were deleted.
   *
   * @param process whose objects they were
   * @param epoch of the manager
   * @param objects how many
   */
  record Deletion(ProcessId process, long epoch, long objects) {}
}
