package dev.cairn.examples.backtest.prices;

import java.time.LocalDate;

/**
 * One day's prices of one stock, adjusted for splits and dividends.
 *
 * @param date the trading day, in the exchange's time zone
 * @param open adjusted, in US dollars, positive
 * @param high adjusted, at least every other price of the day
 * @param low adjusted, at most every other price of the day
 * @param close adjusted
 * @param volume in shares as traded, 0 or more, not adjusted
 */
public record DailyBar(
    LocalDate date, double open, double high, double low, double close, long volume) {
  /** Checks that the prices are those of one possible day. */
  public DailyBar {
    requirePrice("open", open);
    requirePrice("high", high);
    requirePrice("low", low);
    requirePrice("close", close);
    if (high < low || high < open || high < close) {
      throw new IllegalArgumentException(
          "the high %s is below another price of the day".formatted(high));
    }
    if (low > open || low > close) {
      throw new IllegalArgumentException(
          "the low %s is above another price of the day".formatted(low));
    }
    if (volume < 0) {
      throw new IllegalArgumentException("the volume %d is negative".formatted(volume));
    }
  }

  /**
   * The day with its four prices multiplied by one factor. One factor for all keeps their order,
   * whatever is lost to rounding.
   */
  DailyBar scaledBy(double factor) {
    return new DailyBar(date, open * factor, high * factor, low * factor, close * factor, volume);
  }

  private static void requirePrice(String name, double price) {
    if (!(price > 0) || Double.isInfinite(price)) {
      throw new IllegalArgumentException(
          "the %s %s is not a positive price".formatted(name, price));
    }
  }
}
