package dev.cairn.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of units, held as intervals that are in order, disjoint and as long as can be. Its size in
 * memory is that of its intervals, not of its units. Immutable.
 */
public final class IntervalSet {
  private static final IntervalSet EMPTY = new IntervalSet(List.of());

  private final List<UnitInterval> intervals;

  private IntervalSet(List<UnitInterval> intervals) {
    this.intervals = List.copyOf(intervals);
  }

  /** No units. */
  public static IntervalSet empty() {
    return EMPTY;
  }

  /** All units of a run of {@code units}. */
  public static IntervalSet all(long units) {
    return units == 0 ? EMPTY : new IntervalSet(List.of(new UnitInterval(0, units - 1)));
  }

  /** The units that are in any of some intervals, which may overlap and come in any order. */
  public static IntervalSet of(Collection<UnitInterval> any) {
    List<UnitInterval> sorted = new ArrayList<>(any);
    sorted.sort(Comparator.comparingLong(UnitInterval::first));
    List<UnitInterval> merged = new ArrayList<>();
    for (UnitInterval next : sorted) {
      int end = merged.size() - 1;
      if (end >= 0 && next.first() <= merged.get(end).last() + 1) {
        UnitInterval before = merged.get(end);
        merged.set(end, new UnitInterval(before.first(), Math.max(before.last(), next.last())));
      } else {
        merged.add(next);
      }
    }
    return new IntervalSet(merged);
  }

  /** The units that are in this set or the other. */
  public IntervalSet union(IntervalSet other) {
    List<UnitInterval> both = new ArrayList<>(intervals);
    both.addAll(other.intervals);
    return of(both);
  }

  /** The units that are in this set and not in the other. */
  public IntervalSet subtract(IntervalSet other) {
    List<UnitInterval> rest = new ArrayList<>();
    int cut = 0;
    for (UnitInterval interval : intervals) {
      long from = interval.first();
      while (cut < other.intervals.size() && other.intervals.get(cut).last() < from) {
        cut++;
      }
      for (int at = cut;
          at < other.intervals.size() && other.intervals.get(at).first() <= interval.last();
          at++) {
        UnitInterval hole = other.intervals.get(at);
        if (hole.first() > from) {
          rest.add(new UnitInterval(from, hole.first() - 1));
        }
        from = Math.max(from, hole.last() + 1);
      }
      if (from <= interval.last()) {
        rest.add(new UnitInterval(from, interval.last()));
      }
    }
    return new IntervalSet(rest);
  }

  /** The units that are in this set and in the other. */
  public IntervalSet intersect(IntervalSet other) {
    return subtract(subtract(other));
  }

  /** Pieces of at most {@code most} units, in order, none across a gap. */
  public List<UnitInterval> split(long most) {
    if (most < 1) {
      throw new IllegalArgumentException("A piece has at least 1 unit, not " + most);
    }
    List<UnitInterval> pieces = new ArrayList<>();
    for (UnitInterval interval : intervals) {
      for (long first = interval.first(); first <= interval.last(); first += most) {
        pieces.add(new UnitInterval(first, Math.min(interval.last(), first + most - 1)));
      }
    }
    return pieces;
  }

  /** How many units there are. */
  public long size() {
    return intervals.stream().mapToLong(UnitInterval::size).sum();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return intervals.isEmpty();
  }

  /** The intervals, in order; between two of them is at least one unit that is not in the set. */
  public List<UnitInterval> intervals() {
    return intervals;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IntervalSet that && intervals.equals(that.intervals);
  }

  @Override
  public int hashCode() {
    return intervals.hashCode();
  }

  @Override
  public String toString() {
    return intervals.toString();
  }
}
