package dev.cairn.spark;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Commits progress at intervals. When an interval brought nothing new, it asks instead whether
 * another writer has taken over, so that a driver that was cut off stops within one interval
 * however long its tasks are.
 */
final class ProgressCommits {
  private final RunJournal journal;
  private final RunState state;
  private final long interval;
  private final LongSupplier nanos;
  private long last;
  private long committed;

  /** The first interval begins now, with what is done now taken for known to the log. */
  ProgressCommits(RunJournal journal, RunState state, Duration interval, LongSupplier nanos) {
    this.journal = journal;
    this.state = state;
    this.interval = interval.toNanos();
    this.nanos = nanos;
    this.last = nanos.getAsLong();
    this.committed = state.done();
  }

  /** The time until something is due; zero or less when it is. */
  Duration untilDue() {
    return Duration.ofNanos(last + interval - nanos.getAsLong());
  }

  /**
   * Does what is due, if anything; whether it committed.
   *
   * @throws dev.cairn.FencedException when another writer has taken the process over
   */
  boolean doWhatIsDue() {
    if (untilDue().compareTo(Duration.ZERO) > 0) {
      return false;
    }
    boolean news = state.done() != committed;
    if (news) {
      committed = state.done();
      state.committed(journal.progress(state.done(), state.parts().size()));
    } else {
      journal.requireNotFenced();
    }
    last = nanos.getAsLong();
    return news;
  }
}
