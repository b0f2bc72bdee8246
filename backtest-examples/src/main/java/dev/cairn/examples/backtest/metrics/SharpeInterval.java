package dev.cairn.examples.backtest.metrics;

import dev.cairn.examples.backtest.engine.EquityPath;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Between what limits an annual Sharpe ratio might as well have come out: 90 % of the ratios of
 * resampled histories lie between them. A lower limit below 0 says that luck explains the result.
 *
 * <p>A history is resampled by the circular block bootstrap: blocks of {@value #BLOCK} consecutive
 * daily returns from random places of a circle of all returns, as many as the original has, so that
 * what one day has to do with the next is kept. D. N. Politis and J. P. Romano, "A circular
 * block-resampling procedure for stationary data", in: Exploring the Limits of Bootstrap (1992).
 *
 * @param low the ratio that 5 % of the resampled histories stay below
 * @param high the ratio that 5 % of them exceed
 */
public record SharpeInterval(double low, double high) {
  private static final int RESAMPLES = 1000;
  private static final int BLOCK = 20;

  /** Checks that the limits are finite and in order. */
  public SharpeInterval {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException("Not an interval: %s to %s".formatted(low, high));
    }
  }

  /**
   * The interval for a path; from 0 to 0 when it has fewer than two bars or never varies.
   *
   * @param random gives the places of the blocks; the same numbers give the same interval
   */
  public static SharpeInterval of(EquityPath path, RandomGenerator random) {
    double[] returns = path.returns();
    if (returns.length < 2 || Arrays.stream(returns).allMatch(value -> value == 0)) {
      return new SharpeInterval(0, 0);
    }
    double[] ratios = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      ratios[i] = resampledRatio(returns, random);
    }
    Arrays.sort(ratios);
    return new SharpeInterval(ratios[RESAMPLES / 20], ratios[RESAMPLES - 1 - RESAMPLES / 20]);
  }

  private static double resampledRatio(double[] returns, RandomGenerator random) {
    int size = returns.length;
    double sum = 0;
    double squares = 0;
    for (int taken = 0; taken < size; taken += BLOCK) {
      int place = random.nextInt(size);
      int length = Math.min(BLOCK, size - taken);
      for (int i = 0; i < length; i++) {
        double value = returns[place];
        sum += value;
        squares += value * value;
        place = place + 1 == size ? 0 : place + 1;
      }
    }
    double mean = sum / size;
    // rounding may push the variance of nearly equal returns below 0
    double variance = Math.max(0, squares / size - mean * mean) * size / (size - 1);
    return variance == 0 ? 0 : Math.sqrt(Performance.TRADING_DAYS) * mean / Math.sqrt(variance);
  }
}
