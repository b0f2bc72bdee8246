package dev.cairn.cli.demo;

import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.sweep.SweepDefinition;
import dev.cairn.examples.backtest.sweep.SweepEvent;
import dev.cairn.examples.backtest.sweep.SweepResults;

/** Whether the results in the store are what they must be. */
final class ResultCheck {
  private static final int SAMPLE = 16;

  private ResultCheck() {}

  /**
   * No result that was stored before the kill may be lost.
   *
   * @throws WrongResultException when one is
   */
  static void restored(DemoOutcome.Kill kill, SweepEvent last) {
    if (last.restored() < kill.durable()) {
      throw new WrongResultException(
          "Only %d units were restored, but the results of %d were stored when the driver was killed. This is a fault of Cairn: keep the store, and report it."
              .formatted(last.restored(), kill.durable()));
    }
  }

  /**
   * Compares what is in the store with what the driver said of it, and some of it with what comes
   * out when this JVM computes it, one unit after the other and without Spark.
   *
   * @throws WrongResultException when there is a difference
   */
  static void stored(SweepResults results, SweepEvent last) {
    if (!results.digest().equals(last.digest())) {
      throw new WrongResultException(
          "The results in the store have the digest %s, but their driver said %s. This is a fault of Cairn: keep the store, and report it."
              .formatted(results.digest(), last.digest()));
    }
    Backtest backtest = Backtest.of(BacktestSettings.standard());
    int step = Math.max(1, results.results().size() / SAMPLE);
    for (int unit = 0; unit < results.results().size(); unit += step) {
      UnitResult stored = results.results().get(unit);
      UnitResult again = backtest.evaluate(unit, SweepDefinition.random(unit));
      if (!again.equals(stored)) {
        throw new WrongResultException(
            "The stored result of unit %d is %s, but computed again it is %s. This is a fault of Cairn, or this machine does not compute reliably: keep the store, and report it."
                .formatted(unit, stored, again));
      }
    }
  }
}
