package dev.cairn.spark;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Passes on some of what it is told: each new phase, and else one thing in an interval. */
final class SparseListener implements RunListener {
  private final long interval;
  private final RunListener told;
  private final LongSupplier nanos;
  private long last;
  private RunProgress.@Nullable Phase phase;

  SparseListener(Duration interval, RunListener told, LongSupplier nanos) {
    this.interval = interval.toNanos();
    this.told = told;
    this.nanos = nanos;
  }

  @Override
  public void progressed(RunProgress progress) {
    long now = nanos.getAsLong();
    if (progress.phase() != phase || now - last >= interval) {
      phase = progress.phase();
      last = now;
      told.progressed(progress);
    }
  }
}
