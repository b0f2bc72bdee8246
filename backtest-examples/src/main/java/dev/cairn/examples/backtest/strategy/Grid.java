package dev.cairn.examples.backtest.strategy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The numbered combinations of the sweep: unit 0 to {@code size() - 1}. Immutable, the same object
 * for everybody in a JVM, the same numbers in every JVM.
 *
 * <p><b>Numbering.</b> The combinations are listed by family, by parameters (last axis fastest) and
 * by ticker (fastest of all). Unit {@code u} is entry {@code u * stride mod size} of that list. The
 * stride is coprime to the size, so every entry has exactly one number; and it is close to the
 * golden section of the size, whose multiples spread evenly. So the first {@code n} units of the
 * grid are a fair picture of the whole for any {@code n}, a unit means the same whatever the {@code
 * n}, and neighbours in number differ in cost.
 *
 * <p>A change of the lists changes the numbers. {@link #digest} tells, and belongs in a run's
 * definition.
 */
public final class Grid {
  private static final List<String> TICKERS = List.of("AAPL", "FB", "GOOG", "IBM", "MSFT");
  private static final Grid STANDARD = new Grid(listing());

  private final List<Combination> listing;
  private final long stride;

  private Grid(List<Combination> listing) {
    this.listing = List.copyOf(listing);
    this.stride = stride(listing.size());
  }

  /** The grid of all families over all stocks. */
  public static Grid standard() {
    return STANDARD;
  }

  /** How many units there are. A sweep of fewer takes the first ones. */
  public int size() {
    return listing.size();
  }

  /**
   * What a unit computes.
   *
   * @param unit from 0 to {@code size() - 1}
   * @throws IllegalArgumentException when there is no such unit
   */
  public Combination at(long unit) {
    if (unit < 0 || unit >= listing.size()) {
      throw new IllegalArgumentException(
          "Unit %d is not in the grid: units go from 0 to %d".formatted(unit, listing.size() - 1));
    }
    return listing.get((int) (unit * stride % listing.size()));
  }

  /** SHA-256 of all units in order, in lower-case hex. It changes when any unit's meaning does. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int unit = 0; unit < size(); unit++) {
        digest.update((at(unit) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static List<Combination> listing() {
    List<Combination> all = new ArrayList<>();
    for (Family family : Family.values()) {
      for (Parameters parameters : family.combinations()) {
        for (String ticker : TICKERS) {
          all.add(new Combination(ticker, family, parameters));
        }
      }
    }
    return all;
  }

  /** The number nearest below the golden section of the size that has no divisor with it. */
  static long stride(long size) {
    long stride = Math.max(1, (long) (size * 0.6180339887498949));
    while (greatestCommonDivisor(stride, size) != 1) {
      stride--;
    }
    return stride;
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
