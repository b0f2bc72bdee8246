package dev.cairn.spark;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.OptionalDouble;

/**
 * How fast a count grows: over the last minute or, when it seldom grows, over the last {@value
 * #LEAST_SAMPLES} times that it did. So a run whose tasks take an hour has a pace too, and one
 * whose tasks take a second shows soon that it became slower. Used by one thread.
 */
final class Pace {
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();

  /** What comes closer together is one sample, so that there are never many. */
  private static final long GRAIN = Duration.ofSeconds(1).toNanos();

  private static final int LEAST_SAMPLES = 8;

  private record Sample(long nanos, long count) {}

  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /** Forgets what was: the count begins at {@code count}. */
  void restart(long nanos, long count) {
    samples.clear();
    samples.add(new Sample(nanos, count));
  }

  /** The count has come to {@code count} by now; no less than it was. */
  void reached(long nanos, long count) {
    if (count == samples.getLast().count()) {
      return;
    }
    Iterator<Sample> newest = samples.descendingIterator();
    newest.next();
    if (newest.hasNext() && nanos - newest.next().nanos() < GRAIN) {
      samples.removeLast();
    }
    samples.add(new Sample(nanos, count));
    while (samples.size() > LEAST_SAMPLES && nanos - second().nanos() >= WINDOW) {
      samples.removeFirst();
    }
  }

  /** Counts in a second, up to {@code nanos}; empty as long as the count has not grown. */
  OptionalDouble perSecond(long nanos) {
    Sample first = samples.getFirst();
    long grown = samples.getLast().count() - first.count();
    long elapsed = nanos - first.nanos();
    return grown > 0 && elapsed > 0
        ? OptionalDouble.of(grown * (double) Duration.ofSeconds(1).toNanos() / elapsed)
        : OptionalDouble.empty();
  }

  private Sample second() {
    Iterator<Sample> oldest = samples.iterator();
    oldest.next();
    return oldest.next();
  }
}
