package dev.cairn.examples.backtest.strategy;

import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.CachedIndicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.Num;

/**
 * The population standard deviation of an indicator over a window, as Bollinger bands use it.
 *
 * <p>ta4j has one, but it squares with {@code Math.pow}, whose last bit may differ between machines
 * and between interpreted and compiled code. A product and a square root may not.
 */
final class RollingDeviation extends CachedIndicator<Num> {
  private final Indicator<Num> values;
  private final Indicator<Num> average;
  private final int window;

  /**
   * A deviation of values from their average.
   *
   * @param average of the same values over the same window
   * @param window in bars, at least 2
   */
  RollingDeviation(Indicator<Num> values, Indicator<Num> average, int window) {
    super(values);
    this.values = values;
    this.average = average;
    this.window = window;
  }

  @Override
  protected Num calculate(int index) {
    int first = Math.max(0, index - window + 1);
    double mean = average.getValue(index).doubleValue();
    double sum = 0;
    for (int i = first; i <= index; i++) {
      double distance = values.getValue(i).doubleValue() - mean;
      sum += distance * distance;
    }
    return DoubleNum.valueOf(Math.sqrt(sum / (index - first + 1)));
  }

  @Override
  public int getUnstableBars() {
    return window - 1;
  }
}
