package dev.cairn.store.faults;

import java.util.EnumSet;
import java.util.Set;

/**
 * Faults drawn at random. Each request takes draws from one generator in the order of arrival, so
 * the same seed and the same requests in the same order give the same faults.
 *
 * @param seed of the generator; it is part of every message about a fault that was drawn
 * @param probability that a request is struck, 0 to 1
 * @param kinds of faults to draw from, all equally likely; one that does not fit the request leaves
 *     it alone
 * @param latest the most further requests after which a late write lands, at least 1
 */
public record RandomFaults(long seed, double probability, Set<Fault.Kind> kinds, int latest) {
  /** Checks the values and copies the set. */
  public RandomFaults {
    if (!(probability >= 0 && probability <= 1) || kinds.isEmpty() || latest < 1) {
      throw new IllegalArgumentException(
          "Random faults need a probability from 0 to 1, kinds, and 1 request or more, not %s, %s and %d"
              .formatted(probability, kinds, latest));
    }
    kinds = Set.copyOf(kinds);
  }

  /**
   * All kinds that leave an outcome open or misreport it, and none that refuses. Late writes land
   * within 20 requests.
   */
  public static RandomFaults seeded(long seed, double probability) {
    return new RandomFaults(
        seed, probability, EnumSet.complementOf(EnumSet.of(Fault.Kind.REFUSED)), 20);
  }
}
