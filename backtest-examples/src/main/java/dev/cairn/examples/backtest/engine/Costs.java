package dev.cairn.examples.backtest.engine;

import java.io.Serializable;

/**
 * What trading costs, in basis points (hundredths of a percent) of the price, on each side of a
 * trade.
 *
 * @param commission paid on the traded amount, 0 to 1,000
 * @param slippage by which each fill is worse than the bar's open, 0 to 1,000
 * @param slippageNoise the width of an additional slippage, drawn evenly from 0 to it for each
 *     fill, 0 to 1,000
 */
public record Costs(double commission, double slippage, double slippageNoise)
    implements Serializable {
  private static final double BASIS_POINT = 1e-4;

  /** Checks the ranges. */
  public Costs {
    requireBasisPoints("commission", commission);
    requireBasisPoints("slippage", slippage);
    requireBasisPoints("slippage noise", slippageNoise);
  }

  /** Trading that costs nothing and fills at the open. */
  public static Costs none() {
    return new Costs(0, 0, 0);
  }

  /** The share of the traded amount that goes to the broker. */
  double commissionShare() {
    return commission * BASIS_POINT;
  }

  /**
   * The share of the price by which one fill is worse.
   *
   * @param luck of this fill, from 0 to 1
   */
  double slippageShare(double luck) {
    return (slippage + slippageNoise * luck) * BASIS_POINT;
  }

  private static void requireBasisPoints(String name, double value) {
    if (!(value >= 0 && value <= 1000)) {
      throw new IllegalArgumentException(
          "The %s must be 0 to 1000 basis points, not %s".formatted(name, value));
    }
  }
}
