package dev.cairn.run;

import dev.cairn.InvalidRequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of units, held as intervals in order, disjoint and with a gap between any two. Its memory
 * and the time of its operations depend on the number of intervals, never on that of units: a
 * listing of 10,000 parts is planned in milliseconds, whether they hold a million units or a
 * trillion.
 *
 * <p>One set of units has one such form, so equal sets are equal objects. Immutable.
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

  /**
   * All units of a run: 0 to {@code units - 1}.
   *
   * @param units 0 to {@value RunDefinition#MAX_UNITS}
   */
  public static IntervalSet all(long units) {
    return units == 0 ? EMPTY : of(new UnitInterval(0, units - 1));
  }

  /** The units that are in any of the intervals, which may overlap and come in any order. */
  public static IntervalSet of(UnitInterval... any) {
    return of(List.of(any));
  }

  /** The units that are in any of the intervals, which may overlap and come in any order. */
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

  /** The units that are in this set, or in the other, or in both. */
  public IntervalSet union(IntervalSet other) {
    List<UnitInterval> both = new ArrayList<>(intervals);
    both.addAll(other.intervals);
    return of(both);
  }

  /** The units that are in this set and not in the other. */
  public IntervalSet subtract(IntervalSet other) {
    List<UnitInterval> rest = new ArrayList<>();
    int hole = 0;
    for (UnitInterval interval : intervals) {
      long from = interval.first();
      while (hole < other.intervals.size() && other.intervals.get(hole).last() < from) {
        hole++; // it ends before this interval, so before all that follow
      }
      // A hole may reach into the next interval, so these are looked at without giving them up.
      for (int at = hole;
          at < other.intervals.size() && other.intervals.get(at).first() <= interval.last();
          at++) {
        UnitInterval cut = other.intervals.get(at);
        if (cut.first() > from) {
          rest.add(new UnitInterval(from, cut.first() - 1));
        }
        from = cut.last() + 1;
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

  /**
   * The set in pieces of at most {@code unitsPerPiece} units, in order. None spans a gap, so a
   * piece is an interval that one part can hold.
   *
   * @param unitsPerPiece at least 1
   * @throws InvalidRequestException when it is not
   */
  public List<UnitInterval> split(long unitsPerPiece) {
    if (unitsPerPiece < 1) {
      throw new InvalidRequestException(
          "A piece cannot have %d units: give at least 1.".formatted(unitsPerPiece));
    }
    List<UnitInterval> pieces = new ArrayList<>();
    for (UnitInterval interval : intervals) {
      long first = interval.first();
      while (interval.last() - first >= unitsPerPiece) {
        pieces.add(new UnitInterval(first, first + unitsPerPiece - 1));
        first += unitsPerPiece;
      }
      pieces.add(new UnitInterval(first, interval.last()));
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

  /** {@code [0-9, 20-29]}. */
  @Override
  public String toString() {
    return intervals.toString();
  }
}
