package dev.cairn.examples.backtest.strategy;

/**
 * What one unit of the sweep computes.
 *
 * @param ticker of the stock
 * @param family of the strategy
 * @param parameters of the strategy, one per axis of the family
 */
public record Combination(String ticker, Family family, Parameters parameters) {
  /** The combination as one line, the same in every version that numbers it the same. */
  @Override
  public String toString() {
    return ticker + " " + family + " " + parameters;
  }
}
