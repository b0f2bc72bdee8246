package dev.cairn;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a run decides its status, and only that does: a body that returns is completed; one
 * that throws has failed, and what it threw is thrown on; one that was interrupted, or whose JVM
 * got SIGTERM, is interrupted, unless it says that all its steps are done.
 *
 * <p>A body that fails leaves a state that may be half changed. So the checkpoint that says so
 * carries the state of the one before it. A body that is asked to stop saves once more, when it
 * next offers its state; if it does not in time, the status is set on the state that was saved
 * last.
 */
final class Lifecycle<T> {
  private static final Logger LOGGER = LoggerFactory.getLogger(Lifecycle.class);

  private final CheckpointManager manager;
  private final ManagedRun<T> run;
  private final Duration stopTimeout;
  private final CountDownLatch ended = new CountDownLatch(1);

  Lifecycle(CheckpointManager manager, StateForm<T> form, Duration stopTimeout) {
    this.manager = manager;
    this.run = new ManagedRun<>(manager, form);
    this.stopTimeout = stopTimeout;
  }

  <E extends Exception> Status run(CheckpointManager.Body<T, E> body) throws E {
    Thread bodyThread = Thread.currentThread();
    Thread hook = new Thread(() -> stop(bodyThread), "cairn-stop-" + manager.process().name());
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      body.run(run);
      return run.end();
    } catch (ManagedRun.StopException e) {
      return Status.INTERRUPTED;
    } catch (FencedException | AlreadyCompletedException e) {
      throw e;
    } catch (Throwable e) {
      if (run.isStopRequested() || e instanceof InterruptedException) {
        mark(Status.INTERRUPTED, "interrupted", e);
      } else {
        mark(Status.FAILED, e.toString(), e);
      }
      throw e;
    } finally {
      ended.countDown();
      removeHook(hook);
    }
  }

  private void mark(Status status, String reason, Throwable cause) {
    try {
      manager.settle().filter(earlier -> earlier != cause).ifPresent(cause::addSuppressed);
      manager.mark(status, Optional.of(reason));
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  /** Runs while the JVM shuts down, which waits for it. */
  private void stop(Thread bodyThread) {
    LOGGER.info("Stopping {}, epoch {}: saving once more", manager.process(), manager.epoch());
    run.requestStop();
    bodyThread.interrupt();
    try {
      if (!ended.await(stopTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
        manager
            .settle()
            .ifPresent(
                e ->
                    LOGGER.warn(
                        "A save of {} failed, epoch {}: {}",
                        manager.process(),
                        manager.epoch(),
                        e.getMessage()));
        manager.mark(Status.INTERRUPTED, Optional.of("stopped before it could save its state"));
      }
    } catch (RuntimeException e) {
      LOGGER.warn(
          "The status of {} could not be saved, epoch {}: {}",
          manager.process(),
          manager.epoch(),
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOGGER.debug("The JVM is shutting down; the hook runs");
    }
  }
}
