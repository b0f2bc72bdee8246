package dev.cairn.examples.backtest.prices;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.ta4j.core.Bar;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBar;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.num.DoubleNum;

/**
 * The daily bars of one stock in order of date. Immutable, and safe for any number of threads.
 *
 * <p>The same bars stand here twice: as plain numbers for the engine, and as a ta4j series for the
 * indicators. Nobody may add to the series; indicators only read it, so threads share it.
 */
public final class PriceHistory {
  private static final Duration DAY = Duration.ofDays(1);

  private final String ticker;
  private final List<DailyBar> bars;
  private final BarSeries series;

  /**
   * A history of the given bars.
   *
   * @throws IllegalArgumentException when there is no bar or a date is not after the one before it
   */
  public PriceHistory(String ticker, List<DailyBar> bars) {
    if (bars.isEmpty()) {
      throw new IllegalArgumentException(ticker + " has no bars");
    }
    for (int i = 1; i < bars.size(); i++) {
      if (!bars.get(i).date().isAfter(bars.get(i - 1).date())) {
        throw new IllegalArgumentException(
            "%s has %s after %s".formatted(ticker, bars.get(i).date(), bars.get(i - 1).date()));
      }
    }
    this.ticker = ticker;
    this.bars = List.copyOf(bars);
    this.series = seriesOf(ticker, this.bars);
  }

  /** The stock's symbol. */
  public String ticker() {
    return ticker;
  }

  /** How many bars there are, at least 1. */
  public int size() {
    return bars.size();
  }

  /** The bar with a number from 0 to {@code size() - 1}. */
  public DailyBar bar(int number) {
    return bars.get(number);
  }

  /** The bars as ta4j sees them, with the same numbers. Read only; shared by all threads. */
  public BarSeries series() {
    return series;
  }

  /** The bars that lie in a period; empty when the stock did not trade in it. */
  public BarRange range(Period period) {
    int first = firstNotBefore(period.first());
    return new BarRange(first, Math.max(first, firstNotBefore(period.last().plusDays(1))));
  }

  /**
   * The history as it was known after its first bars: what came later is not there.
   *
   * @param size how many bars to keep, from 1 to {@code size()}
   */
  public PriceHistory upTo(int size) {
    return new PriceHistory(ticker, bars.subList(0, size));
  }

  private int firstNotBefore(LocalDate date) {
    int low = 0;
    int high = bars.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bars.get(middle).date().isBefore(date)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static BarSeries seriesOf(String ticker, List<DailyBar> bars) {
    List<Bar> converted = new ArrayList<>(bars.size());
    for (DailyBar bar : bars) {
      ZonedDateTime end = bar.date().plusDays(1).atStartOfDay(ZoneOffset.UTC);
      converted.add(
          new BaseBar(
              DAY,
              end,
              DoubleNum.valueOf(bar.open()),
              DoubleNum.valueOf(bar.high()),
              DoubleNum.valueOf(bar.low()),
              DoubleNum.valueOf(bar.close()),
              DoubleNum.valueOf(bar.volume()),
              DoubleNum.valueOf(bar.close() * bar.volume())));
    }
    // doubles, not decimals: thousands of backtests, and results that are the same on any machine
    return new BaseBarSeriesBuilder()
        .withName(ticker)
        .withNumTypeOf(DoubleNum.class)
        .withBars(converted)
        .build();
  }
}
