package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.EquityCurve;
import java.time.LocalDate;

/**
 * The best strategy's equity against that of buying and holding the same stock.
 *
 * @param ticker of the stock
 * @param strategy what was traded, in a few words
 * @param traded the strategy's curve
 * @param held the curve of buying and holding, on the same days
 * @param judgedFrom the first day of the out-of-sample period
 */
public record Comparison(
    String ticker, String strategy, EquityCurve traded, EquityCurve held, LocalDate judgedFrom) {
  /** Checks that the curves belong together. */
  public Comparison {
    if (traded.points().size() < 2 || traded.points().size() != held.points().size()) {
      throw new IllegalArgumentException(
          "Curves of %d and %d days cannot be compared"
              .formatted(traded.points().size(), held.points().size()));
    }
  }
}
