package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body of work while {@link CheckpointManager#run} looks after it: where it begins, and where it
 * saves. Used by one thread, the one of the body.
 *
 * @param <T> the type of the state
 */
public final class ManagedRun<T> {
  private final CheckpointManager manager;
  private final StateForm<T> form;

  @GuardedBy("this")
  private boolean stopRequested;

  private @Nullable T offered;
  private @Nullable Progress progress;
  private boolean stopped;

  /** Ends a body that was asked to stop, from within its own saves. */
  static final class StopException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StopException() {
      super(
          "The run was asked to stop, and its state is saved. Let this exception pass.",
          null,
          false,
          false);
    }
  }

  ManagedRun(CheckpointManager manager, StateForm<T> form) {
    this.manager = manager;
    this.form = form;
  }

  /**
   * The state of the newest checkpoint that is whole, or a first one, as the manager's {@link
   * dev.cairn.policy.Resume} says.
   *
   * @throws AlreadyCompletedException when the process is completed and was not told to go on
   */
  public Start<T> resumeOrStart(Supplier<? extends T> first) {
    return manager.start(form, first);
  }

  /**
   * Saves when it is due by the manager's {@link dev.cairn.policy.SaveWhen}, or when the run was
   * asked to stop; in that case it does not return, and the body ends. To be called whenever the
   * state is whole, such as after each step.
   *
   * <p>The save goes on behind; see {@link CheckpointManager#saveAsync}.
   *
   * @return the save, when one was due
   */
  public Optional<PendingSave> saveIfDue(Progress now, T state) {
    offered = state;
    progress = now;
    if (isStopRequested()) {
      manager.saveLast(now.status(Status.INTERRUPTED), form.toState(state));
      stopped = true;
      throw new StopException();
    }
    return manager.saveIfDue(now, () -> form.toState(state));
  }

  /** Saves now. */
  public Checkpoint save(Progress now, T state) {
    offered = state;
    progress = now;
    return manager.save(now, form.toState(state));
  }

  /**
   * Whether the run was asked to stop: by an interrupt of its thread, or by SIGTERM. A body that
   * sees this may return; unless all steps are done, its status is then {@link Status#INTERRUPTED}.
   */
  public boolean isStopRequested() {
    synchronized (this) {
      return stopRequested || Thread.currentThread().isInterrupted();
    }
  }

  synchronized void requestStop() {
    stopRequested = true;
  }

  /**
   * Ends a body that has returned, and saves what was offered last. One that was asked to stop may
   * have returned early, so it is completed only when it says that all steps are done.
   */
  Status end() {
    if (stopped) {
      // It has caught the exception that ends it; all that it offered is saved.
      return Status.INTERRUPTED;
    }
    Status status = isStopRequested() && !isAllDone() ? Status.INTERRUPTED : Status.COMPLETED;
    if (offered == null || progress == null) {
      manager.mark(status, Optional.empty());
    } else {
      manager.saveLast(progress.status(status), form.toState(offered));
    }
    return status;
  }

  private boolean isAllDone() {
    return progress != null
        && progress.totalSteps().isPresent()
        && progress.step() >= progress.totalSteps().getAsLong();
  }
}
