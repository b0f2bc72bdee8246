package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import java.io.Serializable;

/**
 * Units that follow each other.
 *
 * @param first of them, from 0
 * @param last of them, at least {@code first} and below {@value RunDefinition#MAX_UNITS}; since a
 *     unit's number has at most twelve digits, no sum or difference of bounds overflows
 */
public record UnitInterval(long first, long last) implements Serializable {
  /**
   * Checks the bounds.
   *
   * @throws InvalidRequestException when they do not enclose a unit, or are out of range
   */
  public UnitInterval {
    if (first < 0 || last < first || last >= RunDefinition.MAX_UNITS) {
      throw new InvalidRequestException(
          "Units are numbered from 0 to %d, so %d to %d is not an interval of them: give the first and the last unit, both of which count."
              .formatted(RunDefinition.MAX_UNITS - 1, first, last));
    }
  }

  /** How many units there are, at least 1. */
  public long size() {
    return last - first + 1;
  }

  /** Whether all units of the other are units of this. */
  public boolean contains(UnitInterval other) {
    return first <= other.first && other.last <= last;
  }

  /** {@code first-last}. */
  @Override
  public String toString() {
    return first + "-" + last;
  }
}
