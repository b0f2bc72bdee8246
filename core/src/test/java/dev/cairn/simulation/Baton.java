package dev.cairn.simulation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The right of one actor to go on. The actor has it from {@link #go} until one of its threads asks
 * something or its act has ended, and no other thread of it is at work either. An actor may have
 * more than one thread: those of the manager that save behind it and that move chunks. They are
 * those of its thread group.
 */
final class Baton {
  private static final long PARK_NANOS = 10_000;

  private final ThreadGroup group;
  private final Scheduler scheduler;
  private final Semaphore go = new Semaphore(0);
  private final AtomicBoolean asks = new AtomicBoolean();
  private volatile @Nullable Supplier<Object> answer;
  private volatile @Nullable Thread begins;
  private volatile @Nullable Thread act;
  private volatile boolean closed;

  Baton(String actor, Scheduler scheduler) {
    this.group = new ThreadGroup(actor);
    this.scheduler = scheduler;
  }

  /** Makes an act ready to begin; at its end {@code end} is run. */
  Baton begin(Runnable body, Runnable end) {
    Thread thread =
        new Thread(
            group,
            () -> {
              body.run();
              settle();
              if (!closed) {
                end.run();
                scheduler.pass(scheduler.turn());
              }
            },
            group.getName());
    thread.setDaemon(true);
    begins = thread;
    return this;
  }

  /** Has an answer ready for who asked; it is taken on the thread that asked, and may throw. */
  Baton answer(Supplier<Object> given) {
    answer = given;
    return this;
  }

  /** Lets the actor go on, with its act or with the answer. */
  void go() {
    Thread thread = begins;
    begins = null;
    if (thread != null) {
      act = thread;
      thread.start();
    } else {
      go.release();
    }
  }

  /** Asks, on a thread of the actor; {@code question} makes known what. */
  Object ask(Runnable question) {
    if (!asks.compareAndSet(false, true)) {
      throw new AssertionError("two threads of an actor ask at once");
    }
    settle();
    question.run();
    Baton next = scheduler.turn();
    if (next != this) {
      scheduler.pass(next);
      go.acquireUninterruptibly();
    }
    asks.set(false);
    Supplier<Object> given = java.util.Objects.requireNonNull(answer);
    return given.get();
  }

  /** Ends the act: who still asks something is told {@code last}, and nothing is scheduled. */
  void close(Supplier<Object> last) {
    closed = true;
    Thread thread = act;
    if (thread == null) {
      return;
    }
    if (asks.get()) {
      answer = last;
      go.release();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until no other thread of the actor is at work. */
  private void settle() {
    while (isAtWork()) {
      LockSupport.parkNanos(PARK_NANOS);
    }
  }

  private boolean isAtWork() {
    Thread[] threads = new Thread[group.activeCount() + 8];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      Thread.State state = threads[i].getState();
      if (threads[i] != Thread.currentThread()
          && (state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED)) {
        return true;
      }
    }
    return false;
  }
}
