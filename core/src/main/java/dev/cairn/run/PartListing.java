package dev.cairn.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of a run at one moment, as their names tell.
 *
 * @param units of the run
 * @param parts in the order of their names, and so of their first units
 * @param foreign how many objects in the folder are not parts; they are left alone
 */
public record PartListing(long units, List<PartName> parts, long foreign) {
  /** Copies the list. */
  public PartListing {
    parts = List.copyOf(parts);
  }

  /** The units whose results are durable. */
  public IntervalSet done() {
    return IntervalSet.of(parts.stream().map(PartName::units).toList());
  }

  /** The units that are still to be computed. */
  public IntervalSet missing() {
    return IntervalSet.all(units).subtract(done());
  }

  /** Which part each unit that is done is taken from. */
  public Cover cover() {
    return Cover.by(parts);
  }

  /**
   * Parts that hold the same units and other bytes than the part before them: the function of the
   * run did not give the same result twice. One is enough to distrust the run.
   */
  public List<PartName> conflicts() {
    List<PartName> sorted = new ArrayList<>(parts);
    sorted.sort(
        Comparator.comparingLong((PartName part) -> part.units().first())
            .thenComparing(part -> part.units().last()));
    List<PartName> conflicts = new ArrayList<>();
    for (int at = 1; at < sorted.size(); at++) {
      PartName before = sorted.get(at - 1);
      PartName part = sorted.get(at);
      if (part.units().equals(before.units()) && !part.sha256().equals(before.sha256())) {
        conflicts.add(part);
      }
    }
    return conflicts;
  }
}
