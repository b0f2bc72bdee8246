package dev.cairn.examples.backtest.prices;

/**
 * A range of bar numbers in a {@link PriceHistory}; it may be empty.
 *
 * @param first bar, included
 * @param end bar, excluded, not below {@code first}
 */
public record BarRange(int first, int end) {
  /** Checks the range. */
  public BarRange {
    if (first < 0 || end < first) {
      throw new IllegalArgumentException("Not a range of bars: " + first + " to " + end);
    }
  }

  /** How many bars the range has. */
  public int size() {
    return end - first;
  }
}
