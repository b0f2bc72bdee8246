package dev.cairn.examples.backtest;

import dev.cairn.examples.backtest.engine.EquityPath;
import dev.cairn.examples.backtest.engine.Signals;
import dev.cairn.examples.backtest.engine.Simulation;
import dev.cairn.examples.backtest.metrics.Performance;
import dev.cairn.examples.backtest.metrics.SharpeInterval;
import dev.cairn.examples.backtest.prices.BarRange;
import dev.cairn.examples.backtest.prices.PriceHistory;
import dev.cairn.examples.backtest.prices.StockPrices;
import dev.cairn.examples.backtest.strategy.Combination;
import dev.cairn.examples.backtest.strategy.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Computes units of the sweep. Cheap to make: prices and grid are read once per JVM. Safe for any
 * number of threads, each with a random generator of its own.
 *
 * <p>A result depends on the settings, the unit, the random numbers, the shipped prices and {@link
 * #codeVersion}, and on nothing else.
 */
public final class Backtest {
  private final BacktestSettings settings;
  private final StockPrices prices;
  private final Grid grid;

  private Backtest(BacktestSettings settings, StockPrices prices, Grid grid) {
    this.settings = settings;
    this.prices = prices;
    this.grid = grid;
  }

  /**
   * A backtest over the shipped prices and the standard grid.
   *
   * @throws dev.cairn.examples.backtest.prices.PriceFileException when the prices cannot be used
   */
  public static Backtest of(BacktestSettings settings) {
    return new Backtest(settings, StockPrices.shipped(), Grid.standard());
  }

  /**
   * The version of the computation for a run's definition: of the code here, of the library that
   * computes the indicators, and of the grid. A run is resumed only with the version it began with.
   */
  public static String codeVersion() {
    return "backtest-1 ta4j-0.17 grid-" + Grid.standard().digest();
  }

  /**
   * The result of one unit. The same unit with the same random numbers gives the same result, bit
   * for bit, in any thread of any machine.
   *
   * @param unit from 0 to the grid's size - 1
   * @param random derived from the run's seed and the unit; gives the noise of the fills in order
   *     of time, then the resampling of the returns
   * @throws IllegalArgumentException when there is no such unit
   */
  public UnitResult evaluate(long unit, RandomGenerator random) {
    Combination combination = grid.at(unit);
    List<EquityPath> paths = paths(combination, random);
    return new UnitResult(
        unit,
        combination.ticker(),
        combination.family().name(),
        combination.parameters().toString(),
        Performance.of(paths.get(0)),
        SharpeInterval.of(paths.get(0), random),
        Performance.of(paths.get(1)));
  }

  /**
   * The daily value of a stake of 1 that a unit's strategy trades through both periods, the second
   * going on with what the first left.
   *
   * @param random as for {@link #evaluate}: with the same numbers it is the curve that the unit's
   *     result describes
   */
  public EquityCurve equityCurve(long unit, RandomGenerator random) {
    Combination combination = grid.at(unit);
    PriceHistory history = prices.history(combination.ticker());
    List<EquityCurve.Point> points = new ArrayList<>();
    double stake = 1;
    for (EquityPath path : paths(combination, random)) {
      double factor = stake;
      for (int bar = 0; bar < path.size(); bar++) {
        stake = factor * path.equity(bar);
        points.add(new EquityCurve.Point(history.bar(path.range().first() + bar).date(), stake));
      }
    }
    return new EquityCurve(points);
  }

  /**
   * The daily value of a stake of 1 put into a stock at the first open of the periods and held
   * through both, at no cost. The yardstick for every strategy on that stock.
   *
   * @throws IllegalArgumentException when there are no prices of the ticker
   */
  public EquityCurve buyAndHold(String ticker) {
    PriceHistory history = prices.history(ticker);
    List<EquityCurve.Point> points = new ArrayList<>();
    double bought = 0;
    for (BarRange range :
        List.of(history.range(settings.inSample()), history.range(settings.outOfSample()))) {
      for (int bar = range.first(); bar < range.end(); bar++) {
        if (points.isEmpty()) {
          bought = history.bar(bar).open();
        }
        points.add(
            new EquityCurve.Point(history.bar(bar).date(), history.bar(bar).close() / bought));
      }
    }
    return new EquityCurve(points);
  }

  /** The settings that all units share. */
  public BacktestSettings settings() {
    return settings;
  }

  /** The paths in the two periods, in this order, each with a stake of 1 and nothing held. */
  private List<EquityPath> paths(Combination combination, RandomGenerator random) {
    PriceHistory history = prices.history(combination.ticker());
    Signals signals = Signals.of(history, combination);
    EquityPath inSample =
        Simulation.run(
            history, signals, history.range(settings.inSample()), settings.costs(), random);
    EquityPath outOfSample =
        Simulation.run(
            history, signals, history.range(settings.outOfSample()), settings.costs(), random);
    return List.of(inSample, outOfSample);
  }
}
