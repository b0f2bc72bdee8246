package dev.cairn.examples.backtest.report;

import java.util.ArrayList;
import java.util.List;

/**
 * From values to positions along an axis. The low value may lie at the greater position, as it does
 * on a vertical axis of a screen.
 *
 * @param low the value at {@code start}
 * @param high the value at {@code end}, above {@code low}
 * @param start a position
 * @param end a position
 * @param shape linear or logarithmic
 */
record Scale(double low, double high, double start, double end, Shape shape) {
  /** How distances on the axis follow from values. */
  enum Shape {
    /** Equal differences are equal distances. */
    LINEAR,
    /** Equal ratios are equal distances. */
    LOGARITHMIC
  }

  /** Checks that the values span something. */
  Scale {
    if (!(high > low) || (shape == Shape.LOGARITHMIC && !(low > 0))) {
      throw new IllegalArgumentException("Nothing to scale between " + low + " and " + high);
    }
  }

  static Scale linear(double low, double high, double start, double end) {
    return new Scale(low, high, start, end, Shape.LINEAR);
  }

  static Scale logarithmic(double low, double high, double start, double end) {
    return new Scale(low, high, start, end, Shape.LOGARITHMIC);
  }

  /** The position of a value. */
  double at(double value) {
    double share =
        switch (shape) {
          case LINEAR -> (value - low) / (high - low);
          case LOGARITHMIC -> Math.log(value / low) / Math.log(high / low);
        };
    return start + share * (end - start);
  }

  /** Round values within the scale for grid lines, rising: about as many as asked for. */
  List<Double> ticks(int about) {
    return switch (shape) {
      case LINEAR -> linearTicks(about);
      case LOGARITHMIC -> logarithmicTicks();
    };
  }

  private List<Double> linearTicks(int about) {
    double rough = (high - low) / about;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power * 10;
    for (double factor : new double[] {1, 2, 5}) {
      if (power * factor >= rough) {
        step = power * factor;
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> logarithmicTicks() {
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
      for (int digit : high / low > 30 ? new int[] {1, 2, 5} : new int[] {1, 2, 3, 5, 7}) {
        double value = digit * Math.pow(10, power);
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
          ticks.add(value);
        }
      }
    }
    return ticks;
  }
}
