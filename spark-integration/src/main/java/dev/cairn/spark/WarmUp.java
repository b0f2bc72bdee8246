package dev.cairn.spark;

import dev.cairn.CairnException;
import dev.cairn.store.ObjectKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a store behind the caller and sends it a request, so that client, credentials and a
 * connection are there when the first task comes. It is a courtesy: what goes wrong is logged, once
 * in a JVM, and a task that meets the same will say so.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** Where probes are, which no process can be called, and no object has this name. */
  private static final ObjectKey NOTHING = new ObjectKey("_probe/none");

  private static final Duration LONGEST_END = Duration.ofSeconds(5);

  /** Nothing to warm up. */
  static final WarmUp NONE = new WarmUp(null);

  private final @Nullable Thread thread;

  private WarmUp(@Nullable Thread thread) {
    this.thread = thread;
  }

  static WarmUp start(StoreReference store) {
    var thread = new Thread(() -> request(store), "cairn-warm-up");
    thread.setDaemon(true);
    thread.start();
    return new WarmUp(thread);
  }

  private static void request(StoreReference store) {
    try {
      store.openUncached().get(NOTHING);
    } catch (CairnException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.warn("The store could not be tried out beforehand: {}", e.getMessage());
      }
    } catch (RuntimeException | LinkageError e) { // of a class path that lacks something, say
      LOG.warn("The store could not be tried out beforehand.", e);
    }
  }

  /** Ends it when it still runs. */
  void end() {
    if (thread == null) {
      return;
    }
    thread.interrupt();
    try {
      thread.join(LONGEST_END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
