package dev.cairn.simulation;

import java.util.PriorityQueue;

/**
 * Time, and what happens in it. It goes from event to event; between two of them nothing happens.
 * An event runs on the thread of {@link #run}, and while it lets an actor go on, that thread waits.
 */
final class Scheduler {
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long micros;
  private long steps;

  private record Event(long at, String name, Runnable action) implements Comparable<Event> {
    /** The name decides between events of one moment; no two have both alike. */
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : name.compareTo(other.name);
    }
  }

  /** Microseconds since the start. */
  long micros() {
    return micros;
  }

  /** How many events there have been. */
  long steps() {
    return steps;
  }

  void after(long delay, String name, Runnable action) {
    events.add(new Event(micros + delay, name, action));
  }

  /** Runs until nothing is to come any more. */
  void run() {
    for (Event next = events.poll(); next != null; next = events.poll()) {
      micros = next.at();
      steps++;
      next.action().run();
    }
  }
}
