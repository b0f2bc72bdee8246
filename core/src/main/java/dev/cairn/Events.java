package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listeners of a manager what it did. Whatever they throw ends here, since what they are
 * told of has happened, and its caller must get the outcome and not a listener's failure.
 *
 * <p>Safe for use by many threads, as far as the listeners are.
 */
final class Events {
  private static final Logger LOGGER = LoggerFactory.getLogger(Events.class);

  private final ProcessId process;
  private final long epoch;
  private final List<CheckpointListener> listeners;

  @GuardedBy("this")
  private boolean fenced;

  Events(ProcessId process, long epoch, List<CheckpointListener> listeners) {
    this.process = process;
    this.epoch = epoch;
    this.listeners = List.copyOf(listeners);
  }

  void opened() {
    tell(listener -> listener.opened(new CheckpointListener.Opening(process, epoch)));
  }

  /** Tells of a checkpoint that is committed. */
  void saved(Checkpoint checkpoint, SaveMeter meter) {
    CheckpointListener.Save save = meter.save(checkpoint, epoch);
    if (checkpoint.progress().status() == Status.IN_PROGRESS) {
      LOGGER.debug("Saved {}, epoch {}", checkpoint, epoch);
    } else {
      LOGGER.info("Saved {}, epoch {}", checkpoint, epoch);
    }
    tell(listener -> listener.saved(save));
  }

  /** Does what writes to the log, and tells when it fails. */
  <T> T writing(Supplier<T> write) {
    try {
      return write.get();
    } catch (RuntimeException e) {
      failed(e);
      throw e;
    }
  }

  /** Restores, and tells how that went. */
  Optional<Restored> restoring(Supplier<Optional<Restored>> way) {
    long start = System.nanoTime();
    Optional<Restored> restored;
    try {
      restored = way.get();
    } catch (CheckpointNotFoundException | InvalidRequestException e) {
      throw e;
    } catch (RuntimeException e) {
      var failure = new CheckpointListener.Failure(process, epoch, e);
      tell(listener -> listener.restoreFailed(failure));
      throw e;
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    restored.ifPresent(state -> restored(state, duration));
    return restored;
  }

  void collected(long objects) {
    tell(listener -> listener.collected(new CheckpointListener.Deletion(process, epoch, objects)));
  }

  private void restored(Restored state, Duration duration) {
    LOGGER.info("Restored {}, epoch {}", state.checkpoint(), epoch);
    var restore =
        new CheckpointListener.Restore(state.checkpoint(), epoch, state.passedOver(), duration);
    tell(listener -> listener.restored(restore));
    if (!state.passedOver().isEmpty()) {
      tell(listener -> listener.fellBack(restore));
    }
  }

  private void failed(RuntimeException cause) {
    var failure = new CheckpointListener.Failure(process, epoch, cause);
    if (cause instanceof FencedException) {
      if (isFirstFence()) {
        tell(listener -> listener.fenced(failure));
      }
    } else if (cause instanceof CommitOutcomeUnknownException) {
      tell(listener -> listener.outcomeUnknown(failure));
    } else {
      tell(listener -> listener.saveFailed(failure));
    }
  }

  private synchronized boolean isFirstFence() {
    boolean first = !fenced;
    fenced = true;
    return first;
  }

  private void tell(Consumer<CheckpointListener> message) {
    for (CheckpointListener listener : listeners) {
      try {
        message.accept(listener);
      } catch (Throwable e) {
        LOGGER.warn(
            "A listener of {} failed (epoch {}); what it was told of stands", process, epoch, e);
      }
    }
  }
}
