package dev.cairn.examples.backtest.prices;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * A stretch of calendar days.
 *
 * @param first day, included
 * @param last day, included, not before the first
 */
public record Period(LocalDate first, LocalDate last) implements Serializable {
  /** Checks the order of the days. */
  public Period {
    if (last.isBefore(first)) {
      throw new IllegalArgumentException(
          "A period's last day %s is before its first %s".formatted(last, first));
    }
  }

  /** The period as {@code first/last} in ISO 8601. */
  @Override
  public String toString() {
    return first + "/" + last;
  }
}
