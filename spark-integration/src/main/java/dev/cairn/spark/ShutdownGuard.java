package dev.cairn.spark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds up the end of this JVM for a moment while a run is open. A JVM that is asked to end stops
 * its Spark context, the run notices, and with this it has the time to commit that it was
 * interrupted. It is a courtesy: a run that has no such time is resumed just the same.
 */
final class ShutdownGuard {
  private static final Logger LOG = LoggerFactory.getLogger(ShutdownGuard.class);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final CountDownLatch released = new CountDownLatch(1);
  private final Thread hook = new Thread(this::waitUntilReleased, "cairn-shutdown");

  private ShutdownGuard() {}

  static ShutdownGuard install() {
    var guard = new ShutdownGuard();
    Runtime.getRuntime().addShutdownHook(guard.hook);
    return guard;
  }

  /** Lets the JVM end. */
  void release() {
    released.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending; the hook runs, or ran
    }
  }

  private void waitUntilReleased() {
    try {
      if (!released.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The JVM ends before the run could commit that it was interrupted.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
