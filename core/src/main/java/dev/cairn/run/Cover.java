package dev.cairn.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which part each unit's result is taken from. Parts may overlap: a speculative task wrote the same
 * units, or a task wrote a part and was run again with other bounds. Which of them counts depends
 * on the parts that there are alone, not on the order in which they came: from the first unit that
 * is not covered yet, the part that reaches furthest, and of several the one whose name comes
 * first.
 *
 * <p>It would not matter for the results, since a unit's result is a function of the run's
 * definition and the unit's number; it matters for finding out when a function is none.
 *
 * @param slices in the order of their units, disjoint
 */
public record Cover(List<PartSlice> slices) {
  /** Copies the list. */
  public Cover {
    slices = List.copyOf(slices);
  }

  /** The cover by some parts, of exactly the units that they hold. */
  static Cover by(Collection<PartName> parts) {
    List<PartName> sorted = new ArrayList<>(parts);
    sorted.sort(
        Comparator.comparingLong((PartName part) -> part.units().first())
            .thenComparing(PartName::compareTo));
    List<PartSlice> slices = new ArrayList<>();
    long next = 0;
    int at = 0;
    while (at < sorted.size()) {
      long from = Math.max(next, sorted.get(at).units().first());
      PartName best = null;
      for (; at < sorted.size() && sorted.get(at).units().first() <= from; at++) {
        PartName part = sorted.get(at);
        if (part.units().last() >= from
            && (best == null
                || part.units().last() > best.units().last()
                || (part.units().last() == best.units().last() && part.compareTo(best) < 0))) {
          best = part;
        }
      }
      if (best != null) {
        slices.add(new PartSlice(best, new UnitInterval(from, best.units().last())));
        next = best.units().last() + 1;
      }
    }
    return new Cover(slices);
  }
}
