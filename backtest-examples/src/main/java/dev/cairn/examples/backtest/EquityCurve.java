package dev.cairn.examples.backtest;

import java.time.LocalDate;
import java.util.List;

/**
 * The value of a stake of 1 day by day. Immutable.
 *
 * @param points in order of date
 */
public record EquityCurve(List<Point> points) {
  /**
   * The stake after one day's close.
   *
   * @param date the trading day
   * @param equity positive, 1 at the start
   */
  public record Point(LocalDate date, double equity) {
    /** Checks that the equity can be drawn on a logarithmic scale. */
    public Point {
      if (!(equity > 0) || Double.isInfinite(equity)) {
        throw new IllegalArgumentException("Equity %s on %s".formatted(equity, date));
      }
    }
  }

  /** Copies the points and checks their order. */
  public EquityCurve {
    points = List.copyOf(points);
    for (int i = 1; i < points.size(); i++) {
      if (!points.get(i).date().isAfter(points.get(i - 1).date())) {
        throw new IllegalArgumentException("Dates of an equity curve must rise");
      }
    }
  }

  /** How far the stake is below its highest value so far, day by day: 0 to 1, as a fraction. */
  public List<Double> drawdowns() {
    double[] peak = {1};
    return points.stream()
        .map(
            point -> {
              peak[0] = Math.max(peak[0], point.equity());
              return 1 - point.equity() / peak[0];
            })
        .toList();
  }
}
