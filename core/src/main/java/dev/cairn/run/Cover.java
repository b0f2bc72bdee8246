package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part the result of each unit is taken from.
 *
 * <p><b>Why overlaps are safe.</b> Parts may overlap: a speculative task computed the same units,
 * or a task was lost after its part was stored and its units were cut anew. The result of a unit is
 * a function of the run's definition and of the unit's number, so all parts that hold a unit hold
 * the same bytes for it, and it does not matter which of them is taken. It is taken in one way
 * nevertheless, so that all who look at the same parts read the same objects.
 *
 * <p><b>The way.</b> From the first unit that is not covered yet, of the parts that hold it, the
 * one that reaches furthest; of several such, the one whose name comes first. This depends on the
 * set of parts alone, not on the order in which they came or were listed. It is the greedy covering
 * of an interval, which uses as few parts as can be; each part is used at most once, since a part
 * that was taken is taken to its end.
 *
 * @param slices in the order of their units, disjoint, of different parts; together they hold
 *     exactly the units that the parts hold
 */
public record Cover(List<PartSlice> slices) {
  /**
   * Copies the list and checks its order.
   *
   * @throws InvalidRequestException when slices overlap or are out of order
   */
  public Cover {
    slices = List.copyOf(slices);
    for (int at = 1; at < slices.size(); at++) {
      if (slices.get(at).units().first() <= slices.get(at - 1).units().last()) {
        throw new InvalidRequestException(
            "The slices %s and %s cannot follow each other in a cover: give disjoint slices in the order of their units."
                .formatted(slices.get(at - 1).units(), slices.get(at).units()));
      }
    }
  }

  /** The cover by some parts, which may overlap and come in any order, of all units they hold. */
  public static Cover of(Collection<PartName> parts) {
    List<PartName> sorted = parts.stream().sorted().toList();
    List<PartSlice> slices = new ArrayList<>();
    long next = 0;
    int at = 0;
    while (at < sorted.size()) {
      long from = Math.max(next, sorted.get(at).units().first());
      PartName best = null;
      // Parts seen in an earlier turn are not looked at again: the best of that turn reached at
      // least as far as each of them, and ends before `from`.
      for (; at < sorted.size() && sorted.get(at).units().first() <= from; at++) {
        if (sorted.get(at).units().last() >= from && isBetter(sorted.get(at), best)) {
          best = sorted.get(at);
        }
      }
      if (best != null) {
        slices.add(new PartSlice(best, new UnitInterval(from, best.units().last())));
        next = best.units().last() + 1;
      }
    }
    return new Cover(slices);
  }

  private static boolean isBetter(PartName part, @Nullable PartName best) {
    return best == null || part.units().last() > best.units().last();
    // Of two that reach as far, the one whose name comes first came first.
  }

  /** The units that are covered. */
  public IntervalSet units() {
    return IntervalSet.of(slices.stream().map(PartSlice::units).toList());
  }
}
