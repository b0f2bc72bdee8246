package dev.cairn.simulation;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the right to go on to the threads of one actor, and back. The actor has it from {@link
 * #start} or {@link #answer} until one of its threads asks something or its act has ended; then the
 * scheduler's thread has it, once no other thread of the actor is at work either. An actor may have
 * more than one thread: those of the manager that save behind it and that move chunks. They are
 * those of its thread group.
 */
final class Baton {
  /** How long an actor may compute until it asks or ends before a history counts as stuck. */
  private static final long MOST_SECONDS = 120;

  private final ThreadGroup group;
  private final Semaphore back = new Semaphore(0);
  private final Semaphore go = new Semaphore(0);
  private final AtomicReference<@Nullable Object> question = new AtomicReference<>();
  private volatile @Nullable Supplier<?> answer;

  /** Whether a thread of the actor waits for an answer; known to the scheduler's thread. */
  private boolean waits;

  Baton(String actor) {
    this.group = new ThreadGroup(actor);
  }

  /** Lets an act begin, and returns what it asks first; null when it ended without a question. */
  @Nullable Object start(Runnable act) {
    Thread thread =
        new Thread(
            group,
            () -> {
              act.run();
              back.release();
            },
            group.getName());
    thread.setDaemon(true);
    thread.start();
    return await();
  }

  /** Lets the actor go on with an answer, and returns what it asks next, as {@link #start} does. */
  @Nullable Object answer(Supplier<?> given) {
    answer = given;
    go.release();
    return await();
  }

  /** Asks, on a thread of the actor; the answer is taken there too, and may throw. */
  @Nullable Object ask(Object what) {
    if (!question.compareAndSet(null, what)) {
      throw new AssertionError("two threads of an actor ask at once: " + what);
    }
    back.release();
    go.acquireUninterruptibly();
    Supplier<?> given = answer;
    if (given == null) {
      throw new AssertionError("no answer to " + what);
    }
    return given.get();
  }

  /** Lets an actor end that still asks something: the answer is its death. */
  void end() {
    if (waits) {
      answer(
          () -> {
            throw new Death();
          });
    }
  }

  private @Nullable Object await() {
    try {
      if (!back.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the actor neither asks nor ends: " + group.getName());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    while (isAtWork()) {
      Thread.yield();
    }
    Object asked = question.getAndSet(null);
    waits = asked != null;
    return asked;
  }

  private boolean isAtWork() {
    Thread[] threads = new Thread[group.activeCount() + 8];
    int count = group.enumerate(threads);
    for (int i = 0; i < count; i++) {
      Thread.State state = threads[i].getState();
      if (state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED) {
        return true;
      }
    }
    return false;
  }
}
