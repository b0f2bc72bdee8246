package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.internal.data.StateWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Saves that go on behind the caller, in the order in which they were given.
 *
 * <p>A state is captured before the caller goes on: every item is encoded into memory, so what the
 * caller changes afterwards is not in it. What is captured and not yet committed is bounded in
 * number and in bytes; a caller who is faster than the store waits, and its state is captured when
 * there is room. A state that is larger than the bound is not captured: it waits for the saves
 * before it, and is saved while the caller waits.
 *
 * <p>A failure is thrown where it is seen first: by its {@link PendingSave}, by the next save, by
 * {@link #await} or by the close. It is never only logged.
 */
final class AsyncSaves {
  private final String name;
  private final int mostPending;
  private final long mostBytes;
  private final Saver saver;
  private final ExecutorService worker;

  /** Held from before the capture of a state until it is handed to the worker. */
  private final Object order = new Object();

  @GuardedBy("this")
  private int pending;

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private final List<RuntimeException> unseen = new ArrayList<>();

  @GuardedBy("this")
  private boolean closed;

  /** Saves a state while its caller waits. */
  @FunctionalInterface
  interface Saver {
    Checkpoint save(Progress progress, List<? extends StateWriter.Source> state);
  }

  AsyncSaves(String name, int mostPending, long mostBytes, Saver saver) {
    this.name = name;
    this.mostPending = mostPending;
    this.mostBytes = mostBytes;
    this.saver = saver;
    this.worker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "cairn-save-" + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  PendingSave save(Progress progress, List<? extends StateWriter.Source> state) {
    synchronized (order) {
      long room = takePlace();
      try {
        Optional<List<CapturedItem>> captured = capture(state, room);
        if (captured.isEmpty() && room < mostBytes) {
          waitForOthers();
          captured = capture(state, mostBytes);
        }
        if (captured.isPresent()) {
          return start(progress, captured.get());
        }
        waitForOthers();
        throwUnseen();
        PendingSave done = PendingSave.done(saver.save(progress, state));
        leavePlace(0);
        return done;
      } catch (Throwable e) {
        leavePlace(0);
        throw e;
      }
    }
  }

  /** Waits until all that was given is decided; throws a failure that nobody has seen. */
  void await() {
    Optional<RuntimeException> failure = settle();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Waits until all that was given is decided; hands over a failure that nobody has seen. */
  synchronized Optional<RuntimeException> settle() {
    requireOpen();
    waitUntil(0, 0);
    return takeUnseen();
  }

  /** As {@link #await}; afterwards nothing more is taken. */
  void close() {
    Optional<RuntimeException> failure;
    synchronized (this) {
      closed = true;
      waitUntil(0, 0);
      failure = takeUnseen();
    }
    worker.shutdown();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private PendingSave start(Progress progress, List<CapturedItem> items) {
    long size = items.stream().mapToLong(CapturedItem::size).sum();
    CompletableFuture<Checkpoint> outcome = new CompletableFuture<>();
    takeRoom(size);
    try {
      worker.execute(() -> run(progress, items, size, outcome));
    } catch (Throwable e) { // such as: no thread could be started
      takeRoom(-size);
      throw e;
    }
    return new PendingSave(outcome, this::seen);
  }

  // A failure is noted first, so that its handle finds it there; room is made last, so that who
  // waited for all saves finds each handle done.
  private void run(
      Progress progress,
      List<CapturedItem> items,
      long size,
      CompletableFuture<Checkpoint> outcome) {
    try {
      outcome.complete(saver.save(progress, items));
    } catch (RuntimeException e) {
      failed(e);
      // wrapped here, since it may be a CompletionException itself, of a transfer
      outcome.completeExceptionally(new CompletionException(e));
    } catch (Error e) {
      failed(new IllegalStateException("A save ended with an error of the JVM", e));
      outcome.completeExceptionally(e);
    } finally {
      leavePlace(size);
    }
  }

  private synchronized void failed(RuntimeException e) {
    unseen.add(e);
  }

  private synchronized void seen(RuntimeException e) {
    unseen.removeIf(failure -> failure == e);
  }

  private synchronized void throwUnseen() {
    Optional<RuntimeException> failure = takeUnseen();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** The first failure, with the others in it. */
  @GuardedBy("this")
  private Optional<RuntimeException> takeUnseen() {
    if (unseen.isEmpty()) {
      return Optional.empty();
    }
    RuntimeException first = unseen.get(0);
    // A store may throw the same exception twice.
    unseen.stream().filter(e -> e != first).forEach(first::addSuppressed);
    unseen.clear();
    return Optional.of(first);
  }

  /** Waits for a place among those that are pending; returns how many bytes there is room for. */
  private synchronized long takePlace() {
    requireOpen();
    waitUntil(mostPending - 1, mostBytes);
    throwUnseen();
    requireOpen();
    pending++;
    return mostBytes - bytes;
  }

  private synchronized void takeRoom(long size) {
    bytes += size;
  }

  private synchronized void leavePlace(long size) {
    pending--;
    bytes -= size;
    notifyAll();
  }

  /** Waits until the place that was taken last is the only one. */
  private synchronized void waitForOthers() {
    waitUntil(1, 0);
  }

  @GuardedBy("this")
  private void waitUntil(int fewPending, long fewBytes) {
    boolean interrupted = false;
    while (pending > fewPending || bytes > fewBytes) {
      try {
        wait();
      } catch (InterruptedException e) {
        // What an interrupt should end is what comes after the save.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @GuardedBy("this")
  private void requireOpen() {
    if (closed) {
      throw new InvalidRequestException(
          "The checkpoint manager of %s is closed. Save before it is closed, or open another one."
              .formatted(name));
    }
  }

  /** The state in memory; empty when it has more bytes than that. */
  private static Optional<List<CapturedItem>> capture(
      List<? extends StateWriter.Source> state, long most) {
    List<CapturedItem> items = new ArrayList<>();
    long left = most;
    for (StateWriter.Source source : state) {
      var item = new CapturedItem(source, left);
      try {
        source.encode(item);
      } catch (IOException | RuntimeException e) {
        if (item.isTooLarge()) {
          // Some codecs wrap what the item throws.
          return Optional.empty();
        }
        if (e instanceof IOException cause) {
          throw StateWriter.cannotEncode(source, cause);
        }
        throw (RuntimeException) e;
      }
      if (item.isTooLarge()) { // and the codec has gone on without what was not taken
        return Optional.empty();
      }
      left -= item.size();
      items.add(item);
    }
    return Optional.of(items);
  }
}
