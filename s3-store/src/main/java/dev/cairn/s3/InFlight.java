package dev.cairn.s3;

import dev.cairn.store.StoreUnavailableException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds the requests that this JVM has under way at the same time, over all its stores, so that
 * many managers in one JVM take neither all ports of the machine nor all patience of the server.
 */
final class InFlight {
  /** As many as two stores have connections. */
  static final int MOST = 128;

  // fair, or else a busy store could keep the commit of another one waiting
  private static final Semaphore PERMITS = new Semaphore(MOST, true);

  private InFlight() {}

  /**
   * Sends a request when there is room for it.
   *
   * @throws StoreUnavailableException when the thread is interrupted while it waits; nothing was
   *     sent
   */
  static <T> T send(Supplier<T> request) {
    try {
      PERMITS.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          "The thread was interrupted while its request waited for others. Nothing was sent; try again.",
          e);
    }
    try {
      return request.get();
    } finally {
      PERMITS.release();
    }
  }

  /** How many more could be under way now. */
  static int room() {
    return PERMITS.availablePermits();
  }
}
