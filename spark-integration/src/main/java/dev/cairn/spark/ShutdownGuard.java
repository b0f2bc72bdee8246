package dev.cairn.spark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds up the end of this JVM for a moment while a run is open. A JVM that is asked to end stops
 * its Spark context, the run notices, and with this it has the time to commit that it was
 * interrupted. It is a courtesy: a run that has no such time is resumed just the same.
 */
final class ShutdownGuard implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitUntilClosed, "cairn-shutdown");

  private ShutdownGuard() {}

  static ShutdownGuard install() {
    var guard = new ShutdownGuard();
    Runtime.getRuntime().addShutdownHook(guard.hook);
    return guard;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending; the hook runs, or ran
    }
  }

  private void waitUntilClosed() {
    try {
      boolean inTime = closed.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
      assert inTime || closed.getCount() > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
