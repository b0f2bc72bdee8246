package dev.cairn.spark.ui;

import dev.cairn.spark.RunProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the page shows of a run.
 *
 * @param number of the run in its application, from 1
 * @param process that the run is of
 * @param folder of its parts
 * @param state how it is
 * @param why it ended as it did, in a line; empty when there is nothing to say
 * @param started when this driver took it up
 * @param ended when this driver was done with it
 * @param progress how far it is
 * @param committed when this driver committed its last checkpoint
 */
record RunRow(
    int number,
    String process,
    String folder,
    ShownState state,
    Optional<String> why,
    Instant started,
    Optional<Instant> ended,
    RunProgress progress,
    Optional<Instant> committed) {
  /** The row of a run that begins. */
  static RunRow begun(
      int number, String process, String folder, Instant now, RunProgress progress) {
    return new RunRow(
        number,
        process,
        folder,
        ShownState.RUNNING,
        Optional.empty(),
        now,
        Optional.empty(),
        progress,
        Optional.empty());
  }

  /** The same run, further on. */
  RunRow at(RunProgress later, Instant now) {
    return new RunRow(
        number, process, folder, state, why, started, ended, later, committed(later, now));
  }

  /** The same run when its driver is done with it. */
  RunRow ended(ShownState as, Optional<String> because, RunProgress last, Instant now) {
    return new RunRow(
        number,
        process,
        folder,
        as,
        because,
        started,
        Optional.of(now),
        last,
        committed(last, now));
  }

  boolean isRunning() {
    return state == ShownState.RUNNING;
  }

  /** How long its driver has been working on it. */
  Duration lasted(Instant now) {
    return Duration.between(started, ended.orElse(now));
  }

  private Optional<Instant> committed(RunProgress later, Instant now) {
    return later.lastCommit().equals(progress.lastCommit()) ? committed : Optional.of(now);
  }
}
