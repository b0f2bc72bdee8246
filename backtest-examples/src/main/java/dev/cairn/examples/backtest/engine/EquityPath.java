package dev.cairn.examples.backtest.engine;

import dev.cairn.examples.backtest.prices.BarRange;

/**
 * What became of a stake of 1 over a range of bars. Immutable.
 *
 * <p>The stake is 1 before the first bar. After each bar's close it is cash plus what is held at
 * that close; after the last it is all cash.
 */
public final class EquityPath {
  private final BarRange range;
  private final double[] equity;
  private final long trades;
  private final long investedBars;

  EquityPath(BarRange range, double[] equity, long trades, long investedBars) {
    this.range = range;
    this.equity = equity;
    this.trades = trades;
    this.investedBars = investedBars;
  }

  /** The bars that the path covers. */
  public BarRange range() {
    return range;
  }

  /** How many bars the path covers, 0 or more. */
  public int size() {
    return equity.length;
  }

  /** The stake after the close of a bar, counted from 0 within the path. */
  public double equity(int bar) {
    return equity[bar];
  }

  /** The daily returns: by what fraction the stake grew over each bar. A new array. */
  public double[] returns() {
    double[] returns = new double[equity.length];
    double before = 1;
    for (int bar = 0; bar < returns.length; bar++) {
      returns[bar] = equity[bar] / before - 1;
      before = equity[bar];
    }
    return returns;
  }

  /** Round trips: each is a purchase and the sale that ended it. */
  public long trades() {
    return trades;
  }

  /** Bars at whose close the stock was held. */
  public long investedBars() {
    return investedBars;
  }
}
