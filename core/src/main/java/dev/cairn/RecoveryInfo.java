package dev.cairn;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a start would find: enough to ask a person whether to go on.
 *
 * @param process in question
 * @param latest the newest checkpoint; empty when there is none
 * @param checkpoints how many are kept
 * @param epoch the version of the newest claim; 0 when the process does not exist
 * @param writer who opened the process last; empty when nobody did
 * @param now when this was asked, by the clock of who asked
 * @param damage what is wrong with the newest entries of the log, the newest first; usually nothing
 */
public record RecoveryInfo(
    ProcessId process,
    Optional<Checkpoint> latest,
    int checkpoints,
    long epoch,
    Optional<Writer> writer,
    Instant now,
    List<String> damage) {
  /** Copies the list. */
  public RecoveryInfo {
    damage = List.copyOf(damage);
  }

  /** Whether there is something to go on from. */
  public boolean hasCheckpoint() {
    return latest.isPresent();
  }

  /**
   * How old the newest checkpoint is: the difference between two clocks, so it may be off by as
   * much as they are, and is never below zero.
   */
  public Optional<Duration> age() {
    return latest.map(
        checkpoint -> {
          Duration age = Duration.between(checkpoint.time(), now);
          return age.isNegative() ? Duration.ZERO : age;
        });
  }
}
