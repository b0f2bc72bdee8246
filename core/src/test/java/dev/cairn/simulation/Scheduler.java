package dev.cairn.simulation;

import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time, and what happens in it. It goes from event to event; between two of them nothing happens.
 *
 * <p>One thread at a time goes on. There is no thread of the scheduler's own: whoever has to wait
 * runs the events that come first, until one of them lets somebody go on, and hands over to that
 * one. Most often that is the same one, and then no thread has to be woken.
 */
final class Scheduler {
  /** How long a history may take until it counts as stuck. */
  private static final long MOST_SECONDS = 300;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Semaphore over = new Semaphore(0);
  private long micros;
  private long steps;
  private @Nullable Throwable failure;

  /** What happens at one moment. */
  @FunctionalInterface
  interface Happening {
    /** Happens, and says who goes on then; null when nobody does. */
    @Nullable Baton happen();
  }

  private record Event(long at, String name, Happening happening) implements Comparable<Event> {
    /** The name decides between events of one moment. */
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

  void after(long delay, String name, Happening happening) {
    events.add(new Event(micros + delay, name, happening));
  }

  /** Runs until nothing is to come any more; throws what an event or an actor threw. */
  void run() {
    pass(turn());
    try {
      if (!over.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the history does not come to its end");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Throwable thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Lets happen what comes first, until somebody goes on; null when it is all over. */
  @Nullable Baton turn() {
    try {
      for (Event next = events.poll(); next != null; next = events.poll()) {
        micros = next.at();
        steps++;
        Baton goesOn = next.happening().happen();
        if (goesOn != null) {
          return goesOn;
        }
      }
    } catch (Throwable e) {
      failure = e;
    }
    return null;
  }

  /** Hands over to who goes on, or to who waits for the end. */
  void pass(@Nullable Baton goesOn) {
    if (goesOn == null) {
      over.release();
    } else {
      goesOn.go();
    }
  }
}
