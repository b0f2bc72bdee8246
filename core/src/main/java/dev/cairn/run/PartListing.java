package dev.cairn.run;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a run at one moment, as their names tell. {@link RunParts#list} says why names are
 * enough.
 *
 * @param units of the run
 * @param parts in the order of their names, and so of their first units
 * @param foreign how many other objects lie in the folder; they are left alone
 */
public record PartListing(long units, List<PartName> parts, long foreign) {
  /** Copies and sorts the list. */
  public PartListing {
    parts = parts.stream().sorted().toList();
  }

  /** The units whose results are durable. */
  public IntervalSet done() {
    return IntervalSet.of(parts.stream().map(PartName::units).toList());
  }

  /** The units that are still to be computed. */
  public IntervalSet missing() {
    return IntervalSet.all(units).subtract(done());
  }

  /** Which part the result of each unit that is done is taken from. */
  public Cover cover() {
    return Cover.of(parts);
  }

  /**
   * Parts that hold the same units as the part before them and other content: the function of the
   * run did not give the same result twice. One is enough to distrust the whole run, because its
   * other units were computed by the same function. Names tell it of parts with the same first and
   * last unit only; parts that overlap otherwise are not compared.
   */
  public List<PartName> conflicts() {
    List<PartName> conflicts = new ArrayList<>();
    PartName before = null;
    for (PartName part : parts) { // names order by units first, so equal units are neighbours
      if (before != null
          && part.units().equals(before.units())
          && !part.sha256().equals(before.sha256())) {
        conflicts.add(part);
      }
      before = part;
    }
    return conflicts;
  }
}
