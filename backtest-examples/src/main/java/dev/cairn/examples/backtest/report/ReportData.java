package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.strategy.Family;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * Everything that the report shows. Nothing else is read to write it.
 *
 * @param run what computed the results
 * @param settings that all results share
 * @param results all of them, by unit
 * @param best the best of them, best first; empty when none can be chosen
 * @param comparisons curves of the first of the best, drawn one after another; may be empty
 * @param heatmap of one family
 * @param timeline what happened to the process, in order of time
 */
public record ReportData(
    RunSummary run,
    BacktestSettings settings,
    List<UnitResult> results,
    List<UnitResult> best,
    List<Comparison> comparisons,
    Heatmap heatmap,
    List<TimelineEvent> timeline) {
  private static final int BEST = 20;

  /** Copies the lists and puts results and events in order. */
  public ReportData {
    results = results.stream().sorted(Comparator.comparingLong(UnitResult::unit)).toList();
    best = List.copyOf(best);
    comparisons = List.copyOf(comparisons);
    timeline = timeline.stream().sorted(Comparator.comparing(TimelineEvent::time)).toList();
  }

  /**
   * The report's data for the results of a run.
   *
   * @param results in any order, each unit once
   * @param backtest that computed them
   * @param randoms a fresh generator for a unit, the same that its result came from
   */
  public static ReportData of(
      RunSummary run,
      Collection<UnitResult> results,
      Backtest backtest,
      LongFunction<RandomGenerator> randoms,
      List<TimelineEvent> timeline) {
    List<UnitResult> best = Ranking.best(results, BEST);
    return new ReportData(
        run,
        backtest.settings(),
        List.copyOf(results),
        best,
        best.stream().limit(1).map(first -> comparison(first, backtest, randoms)).toList(),
        Heatmap.of(Family.SMA_CROSSOVER, "slow", "fast", results),
        timeline);
  }

  private static Comparison comparison(
      UnitResult best, Backtest backtest, LongFunction<RandomGenerator> randoms) {
    return new Comparison(
        best.ticker(),
        Family.valueOf(best.family()).label() + ", " + best.parameters(),
        backtest.equityCurve(best.unit(), randoms.apply(best.unit())),
        backtest.buyAndHold(best.ticker()),
        backtest.settings().outOfSample().first());
  }
}
