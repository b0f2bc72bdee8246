package dev.cairn.internal.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only while somebody waits for it. */
public final class FakeTime {
  private final AtomicLong nanos = new AtomicLong();

  /** Patience of this time, in which each wait takes as long as it is meant to. */
  Patience patience(Duration limit) {
    return new Patience(limit, nanos::get, nanos::addAndGet);
  }

  /** Patience that ends when it has waited so many times, however long that is. */
  public static Patience times(int waits) {
    var passed = new AtomicLong();
    return new Patience(Duration.ofNanos(waits), passed::get, wait -> passed.incrementAndGet());
  }

  Duration passed() {
    return Duration.ofNanos(nanos.get());
  }
}
