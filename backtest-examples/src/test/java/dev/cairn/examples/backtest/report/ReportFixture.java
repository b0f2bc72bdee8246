package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.metrics.Performance;
import dev.cairn.examples.backtest.metrics.SharpeInterval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** Real results and a made-up history of the process that computed them. */
final class ReportFixture {
  static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private static final Backtest BACKTEST = Backtest.of(BacktestSettings.standard());

  private ReportFixture() {}

  static ReportData data(RunSummary run, int units, List<TimelineEvent> timeline) {
    List<UnitResult> results =
        LongStream.range(0, units)
            .mapToObj(unit -> BACKTEST.evaluate(unit, new SplittableRandom(unit)))
            .toList();
    return ReportData.of(run, results, BACKTEST, SplittableRandom::new, timeline);
  }

  static RunSummary run(String process, long units, long restored) {
    return new RunSummary(
        process,
        "s3://desk/checkpoints",
        units,
        restored,
        units - restored,
        2,
        12.5,
        "ab".repeat(32),
        RunSummary.Verification.NOT_COMPARED,
        START.plusSeconds(13));
  }

  static List<TimelineEvent> uninterrupted(long units) {
    return List.of(
        event(0, TimelineEvent.Kind.CLAIM, 1, 1, 0),
        event(1000, TimelineEvent.Kind.COMMIT, 1, 2, units / 2),
        event(2000, TimelineEvent.Kind.COMPLETED, 1, 3, units));
  }

  static List<TimelineEvent> killedOnce(long units) {
    List<TimelineEvent> events = new ArrayList<>();
    events.add(event(0, TimelineEvent.Kind.CLAIM, 1, 1, 0));
    events.add(event(1000, TimelineEvent.Kind.COMMIT, 1, 2, units / 4));
    events.add(event(1500, TimelineEvent.Kind.KILLED, 1, 0, units / 3));
    events.add(event(4500, TimelineEvent.Kind.CLAIM, 3, 3, units / 3));
    events.add(event(5500, TimelineEvent.Kind.COMMIT, 3, 4, units / 2));
    events.add(event(6500, TimelineEvent.Kind.COMPLETED, 3, 5, units));
    return events;
  }

  static TimelineEvent event(
      long millis, TimelineEvent.Kind kind, long epoch, long version, long unitsDone) {
    return new TimelineEvent(START.plusMillis(millis), kind, epoch, version, unitsDone);
  }

  /** A result with the given Sharpe ratios, all else being ordinary. */
  static UnitResult result(long unit, double inSample, long trades, double outOfSample) {
    return new UnitResult(
        unit,
        "IBM",
        "SMA_CROSSOVER",
        "fast=5 slow=20",
        new Performance(2000, 0.5, 0.05, inSample, 1, 0.2, trades, 0.5),
        new SharpeInterval(-1, 2),
        new Performance(790, 0.1, 0.03, outOfSample, 1, 0.2, trades, 0.5));
  }
}
