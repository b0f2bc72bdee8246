package dev.cairn.internal.log;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * How long, and at what pace, an open outcome is pursued. It bounds how long a caller waits; no
 * safety argument rests on it.
 */
public final class Patience {
  private static final long FIRST_PAUSE = Duration.ofMillis(20).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();

  private final Duration limit;
  private final LongSupplier nanos;
  private final Waiter waiter;

  /** Waits, or in a test lets time pass. */
  @FunctionalInterface
  public interface Waiter {
    /**
     * Returns when about so many nanoseconds have passed, or earlier when the thread is
     * interrupted.
     */
    void await(long nanos);
  }

  /** Patience of real time. */
  public Patience(Duration limit) {
    this(limit, System::nanoTime, LockSupport::parkNanos);
  }

  /** Patience of a time that somebody else keeps. */
  public Patience(Duration limit, LongSupplier nanos, Waiter waiter) {
    this.limit = limit;
    this.nanos = nanos;
    this.waiter = waiter;
  }

  Pursuit start() {
    return new Pursuit(nanos.getAsLong());
  }

  /**
   * One outcome that is pursued. An interrupt does not end it, since that would leave the outcome
   * open; the thread's flag is put aside and set again at the end.
   */
  final class Pursuit implements AutoCloseable {
    private final long start;
    private long pause = FIRST_PAUSE;
    private boolean interrupted;

    private Pursuit(long start) {
      this.start = start;
    }

    /**
     * To be called before each request, since stores end requests of a thread that is interrupted.
     */
    void putInterruptAside() {
      interrupted |= Thread.interrupted();
    }

    /**
     * Waits a little longer than the time before, by chance more or less; false when patience has
     * run out.
     */
    boolean pause() {
      if (nanos.getAsLong() - start >= limit.toNanos()) {
        return false;
      }
      putInterruptAside();
      waiter.await(pause / 2 + ThreadLocalRandom.current().nextLong(pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      return true;
    }

    @Override
    public void close() {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
