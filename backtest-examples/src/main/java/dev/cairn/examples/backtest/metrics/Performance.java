package dev.cairn.examples.backtest.metrics;

import dev.cairn.examples.backtest.engine.EquityPath;

/**
 * What a strategy earned over a period and at what risk. Every number is finite, so that any JSON
 * holds it exactly. With {@code E(0) = 1} before the first of {@code n} bars, {@code E(t)} the
 * stake after bar {@code t}, and {@code r(t) = E(t) / E(t-1) - 1}, days out of the market included
 * with a return of 0:
 *
 * @param bars {@code n}, the trading days of the stock in the period; 0 makes everything else 0
 * @param totalReturn {@code E(n) - 1}, as a fraction
 * @param annualReturn the compound annual growth rate {@code E(n)^(252/n) - 1}, a year being 252
 *     trading days; over less than a year it extrapolates
 * @param sharpe {@code sqrt(252) * mean(r) / s(r)} with the sample deviation {@code s} (divisor
 *     {@code n - 1}) and a risk-free rate of 0; W. F. Sharpe, "The Sharpe Ratio", Journal of
 *     Portfolio Management 21 (1994), made annual by the square root of time. 0 when {@code n < 2}
 *     or nothing varies
 * @param sortino {@code sqrt(252) * mean(r) / d(r)} with the downside deviation {@code d(r) =
 *     sqrt(mean(min(r, 0)^2))} over all {@code n} days and a target of 0; F. A. Sortino and R. van
 *     der Meer, "Downside Risk", Journal of Portfolio Management 17 (1991). 0 when no day lost
 * @param maximumDrawdown the greatest {@code 1 - E(t) / max(E(0)..E(t))}, from 0 (never below an
 *     earlier height) to 1 (all lost)
 * @param trades round trips
 * @param exposure the share of bars at whose close the stock was held, 0 to 1
 */
public record Performance(
    long bars,
    double totalReturn,
    double annualReturn,
    double sharpe,
    double sortino,
    double maximumDrawdown,
    long trades,
    double exposure) {
  /** How many trading days make a year. */
  public static final int TRADING_DAYS = 252;

  /** Checks that every number can be written and compared. */
  public Performance {
    requireFinite("totalReturn", totalReturn);
    requireFinite("annualReturn", annualReturn);
    requireFinite("sharpe", sharpe);
    requireFinite("sortino", sortino);
    requireFinite("maximumDrawdown", maximumDrawdown);
    requireFinite("exposure", exposure);
    if (bars < 0 || trades < 0) {
      throw new IllegalArgumentException("There are no fewer than 0 bars and 0 trades");
    }
  }

  /**
   * The performance along a path.
   *
   * <p>Sums run from the first bar to the last. Division, product and square root round the same
   * everywhere; the power is {@link StrictMath}'s, since {@link Math}'s may differ in the last bit.
   */
  public static Performance of(EquityPath path) {
    int bars = path.size();
    if (bars == 0) {
      return new Performance(0, 0, 0, 0, 0, 0, 0, 0);
    }
    double[] returns = path.returns();
    double last = path.equity(bars - 1);
    double mean = sum(returns) / bars;
    return new Performance(
        bars,
        last - 1,
        StrictMath.pow(last, (double) TRADING_DAYS / bars) - 1,
        annualRatio(mean, sampleDeviation(returns, mean)),
        annualRatio(mean, downsideDeviation(returns)),
        maximumDrawdown(path),
        path.trades(),
        (double) path.investedBars() / bars);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double sampleDeviation(double[] returns, double mean) {
    if (returns.length < 2) {
      return 0;
    }
    double sum = 0;
    for (double value : returns) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (returns.length - 1));
  }

  private static double downsideDeviation(double[] returns) {
    double sum = 0;
    for (double value : returns) {
      if (value < 0) {
        sum += value * value;
      }
    }
    return Math.sqrt(sum / returns.length);
  }

  private static double annualRatio(double mean, double deviation) {
    return deviation == 0 ? 0 : Math.sqrt(TRADING_DAYS) * mean / deviation;
  }

  private static double maximumDrawdown(EquityPath path) {
    double peak = 1;
    double worst = 0;
    for (int bar = 0; bar < path.size(); bar++) {
      peak = Math.max(peak, path.equity(bar));
      worst = Math.max(worst, 1 - path.equity(bar) / peak);
    }
    return worst;
  }

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("%s is %s, not a finite number".formatted(name, value));
    }
  }
}
