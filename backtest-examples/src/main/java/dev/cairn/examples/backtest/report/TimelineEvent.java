package dev.cairn.examples.backtest.report;

import java.time.Instant;

/**
 * Something that happened to the run's process.
 *
 * @param time when
 * @param kind what
 * @param epoch of the writer to whom it happened
 * @param version of the log entry, or 0 when it left none
 * @param unitsDone how many units were known to be done then
 */
public record TimelineEvent(Instant time, Kind kind, long epoch, long version, long unitsDone) {
  /** What can happen. */
  public enum Kind {
    /** A writer opened the process: the run started, or started again. */
    CLAIM,
    /** A checkpoint was committed. */
    COMMIT,
    /** The writer's process was killed. */
    KILLED,
    /** The last checkpoint was committed: the run is complete. */
    COMPLETED
  }

  /** Checks that nothing is negative. */
  public TimelineEvent {
    if (epoch < 0 || version < 0 || unitsDone < 0) {
      throw new IllegalArgumentException("An event has no negative numbers");
    }
  }
}
