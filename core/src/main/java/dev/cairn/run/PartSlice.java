package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import java.io.Serializable;

/**
 * Some units of a part: those that a {@link Cover} takes from it.
 *
 * @param part that holds their results
 * @param units of the part that are used
 */
public record PartSlice(PartName part, UnitInterval units) implements Serializable {
  /**
   * Checks that the part has the units.
   *
   * @throws InvalidRequestException when it does not
   */
  public PartSlice {
    if (!part.units().contains(units)) {
      throw new InvalidRequestException(
          "The part of the units %s does not hold the units %s: take a slice of what it holds."
              .formatted(part.units(), units));
    }
  }
}
