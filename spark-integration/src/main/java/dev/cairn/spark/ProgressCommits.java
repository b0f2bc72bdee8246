package dev.cairn.spark;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Commits progress at intervals, also when nothing got on: that shows people that the driver lives,
 * and shows a driver that was cut off that it was, within one interval however long its tasks are.
 */
final class ProgressCommits {
  private final RunJournal journal;
  private final RunState state;
  private final long interval;
  private final LongSupplier nanos;
  private long last;

  /** The first interval begins now. */
  ProgressCommits(RunJournal journal, RunState state, Duration interval, LongSupplier nanos) {
    this.journal = journal;
    this.state = state;
    this.interval = interval.toNanos();
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** The time until a commit is due; zero or less when one is. */
  Duration untilDue() {
    return Duration.ofNanos(last + interval - nanos.getAsLong());
  }

  /**
   * Commits when it is due; whether it did.
   *
   * @throws dev.cairn.FencedException when another writer has taken the process over
   */
  boolean commitWhenDue() {
    if (untilDue().compareTo(Duration.ZERO) > 0) {
      return false;
    }
    state.committed(journal.progress(state.progress()));
    last = nanos.getAsLong();
    return true;
  }
}
