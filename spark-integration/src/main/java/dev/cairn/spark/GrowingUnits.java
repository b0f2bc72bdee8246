package dev.cairn.spark;

import dev.cairn.run.IntervalSet;
import dev.cairn.run.UnitInterval;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of units that grows by an interval at a time, as parts come in: each takes a time that is
 * logarithmic in the number of intervals, while the union of two {@link IntervalSet}s takes one
 * that is linear, which a run of many scattered parts would pay for each of them. Used by one
 * thread.
 */
final class GrowingUnits {
  /** The last unit of each interval by its first; disjoint, with a gap between any two. */
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  private long size;

  /** Adds units; those that are there already count once. */
  void add(UnitInterval units) {
    long first = units.first();
    long last = units.last();
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(first);
    if (before != null && before.getValue() >= first - 1) {
      first = before.getKey();
      last = Math.max(last, before.getValue());
    }
    // What begins inside or right behind goes into the new interval; each goes once.
    Map.Entry<Long, Long> next = lastByFirst.ceilingEntry(first);
    while (next != null && next.getKey() <= last + 1) {
      last = Math.max(last, next.getValue());
      size -= next.getValue() - next.getKey() + 1;
      lastByFirst.remove(next.getKey());
      next = lastByFirst.ceilingEntry(first);
    }
    lastByFirst.put(first, last);
    size += last - first + 1;
  }

  /** How many units there are; known at once. */
  long size() {
    return size;
  }

  /** The set as it is now. */
  IntervalSet snapshot() {
    return IntervalSet.of(
        lastByFirst.entrySet().stream()
            .map(entry -> new UnitInterval(entry.getKey(), entry.getValue()))
            .toList());
  }
}
