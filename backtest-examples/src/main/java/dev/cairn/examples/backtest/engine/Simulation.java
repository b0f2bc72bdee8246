package dev.cairn.examples.backtest.engine;

import dev.cairn.examples.backtest.prices.BarRange;
import dev.cairn.examples.backtest.prices.DailyBar;
import dev.cairn.examples.backtest.prices.PriceHistory;
import java.util.random.RandomGenerator;

/**
 * Trades a strategy's signals over a range of bars, long or flat, all in or all out.
 *
 * <p>A signal at the close of one bar is executed at the open of the next: nobody can trade at a
 * close that the decision needs first. The signal at the close before the range is executed at its
 * first open. What is still held at the last close is sold there, at cost, so that every trade is a
 * round trip and ranges do not lean on each other. Shares are fractional, dividends are in the
 * adjusted prices, and cash earns nothing.
 *
 * <p>ta4j could do part of this: its {@code BarSeriesManager} fills at the next open and subtracts
 * linear costs. It has no slippage, keeps costs apart from the prices instead of out of the capital
 * that the next trade has, and leaves a position open at the end of a range. The rules and
 * indicators are ta4j's; the few lines of bookkeeping below are ours, in plain doubles in one fixed
 * order, so that a result is the same bit for bit on every machine.
 */
public final class Simulation {
  private final PriceHistory prices;
  private final Costs costs;
  private final RandomGenerator random;

  private double cash = 1;
  private double shares;
  private long trades;

  private Simulation(PriceHistory prices, Costs costs, RandomGenerator random) {
    this.prices = prices;
    this.costs = costs;
    this.random = random;
  }

  /**
   * The path of a stake of 1.
   *
   * @param signals over the same history, or a longer one with the same beginning
   * @param range of bars, may be empty
   * @param random gives one number for each fill, in order of time
   */
  public static EquityPath run(
      PriceHistory prices, Signals signals, BarRange range, Costs costs, RandomGenerator random) {
    if (range.end() > Math.min(prices.size(), signals.size())) {
      throw new IllegalArgumentException("The range %s is beyond the prices".formatted(range));
    }
    return new Simulation(prices, costs, random).run(signals, range);
  }

  private EquityPath run(Signals signals, BarRange range) {
    double[] equity = new double[range.size()];
    long investedBars = 0;
    for (int bar = range.first(); bar < range.end(); bar++) {
      DailyBar today = prices.bar(bar);
      if (bar > 0) {
        executeDecision(signals, bar - 1, today.open());
      }
      if (shares > 0) {
        investedBars++;
        if (bar == range.end() - 1) {
          sell(today.close());
        }
      }
      equity[bar - range.first()] = cash + shares * today.close();
    }
    return new EquityPath(range, equity, trades, investedBars);
  }

  private void executeDecision(Signals signals, int decided, double open) {
    if (shares > 0) {
      if (signals.exitsAt(decided)) {
        sell(open);
      }
    } else if (signals.entersAt(decided)) {
      buy(open);
    }
  }

  private void buy(double price) {
    double paid = price * (1 + costs.slippageShare(random.nextDouble()));
    shares = cash / (paid * (1 + costs.commissionShare()));
    cash = 0;
  }

  private void sell(double price) {
    double received = price * (1 - costs.slippageShare(random.nextDouble()));
    cash = shares * received * (1 - costs.commissionShare());
    shares = 0;
    trades++;
  }
}
