package dev.cairn.run;

import dev.cairn.InvalidRequestException;

/**
 * Units that follow each other.
 *
 * @param first of them, from 0
 * @param last of them, not below the first
 */
public record UnitInterval(long first, long last) {
  /**
   * Checks the bounds.
   *
   * @throws InvalidRequestException when they do not enclose a unit
   */
  public UnitInterval {
    if (first < 0 || last < first) {
      throw new InvalidRequestException(
          "Units are numbered from 0 upwards, so %d to %d is not an interval of them."
              .formatted(first, last));
    }
  }

  /** How many units there are. */
  public long size() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
