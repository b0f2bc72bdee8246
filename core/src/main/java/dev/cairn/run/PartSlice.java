package dev.cairn.run;

/**
 * Some units of a part, as a {@link Cover} uses it.
 *
 * @param part that holds their results
 * @param units of them that are used
 */
public record PartSlice(PartName part, UnitInterval units) {
  /** Checks that the part has the units. */
  public PartSlice {
    if (units.first() < part.units().first() || units.last() > part.units().last()) {
      throw new IllegalArgumentException(
          "The part " + part.units() + " does not hold the units " + units);
    }
  }
}
