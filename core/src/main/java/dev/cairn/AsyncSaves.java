package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.internal.data.StateWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Saves that go on behind the caller, in the order in which they were given.
 *
 * <p>A state is captured before the caller goes on: every item is encoded into memory, so what the
 * caller changes afterwards is not in it. What is captured and not yet committed is bounded in
 * number and in bytes; a caller who is faster than the store waits. A state that is larger than the
 * bound is not captured: it waits for the saves before it, and is saved while the caller waits.
 *
 * <p>A failure is thrown where it is seen first: by its {@link PendingSave}, by the next save, by
 * {@link #await} or by the close. It is never only logged.
 */
final class AsyncSaves {
  private final int mostPending;
  private final long mostBytes;
  private final Saver saver;
  private final ExecutorService worker;

  @GuardedBy("this")
  private int pending;

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private @Nullable RuntimeException failure;

  /** Saves a state while its caller waits. */
  @FunctionalInterface
  interface Saver {
    Checkpoint save(Progress progress, List<? extends StateWriter.Source> state);
  }

  AsyncSaves(String name, int mostPending, long mostBytes, Saver saver) {
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
    throwFailure();
    Optional<List<Captured>> captured = capture(state);
    if (captured.isEmpty()) {
      await();
      return PendingSave.done(saver.save(progress, state));
    }
    List<Captured> items = captured.get();
    long size = items.stream().mapToLong(item -> item.bytes().size()).sum();
    waitForRoom(size);
    CompletableFuture<Checkpoint> outcome = new CompletableFuture<>();
    worker.execute(() -> run(progress, items, size, outcome));
    return new PendingSave(outcome, this::seen);
  }

  /** Waits until all that was given is decided; throws a failure that nobody has seen. */
  synchronized void await() {
    waitUntil(0, 0);
    throwFailure();
  }

  /** As {@link #await}; afterwards nothing more is taken. */
  void close() {
    try {
      await();
    } finally {
      worker.shutdown();
    }
  }

  private void run(
      Progress progress, List<Captured> items, long size, CompletableFuture<Checkpoint> outcome) {
    try {
      Checkpoint saved = saver.save(progress, items);
      finished(size, null);
      outcome.complete(saved);
    } catch (RuntimeException e) {
      finished(size, e);
      outcome.completeExceptionally(e);
    } catch (Error e) {
      finished(size, new IllegalStateException("A save ended with an error of the JVM", e));
      outcome.completeExceptionally(e);
    }
  }

  private synchronized void finished(long size, @Nullable RuntimeException e) {
    pending--;
    bytes -= size;
    if (failure == null) {
      failure = e;
    }
    notifyAll();
  }

  private synchronized void seen(RuntimeException e) {
    if (failure == e) {
      failure = null;
    }
  }

  private synchronized void throwFailure() {
    RuntimeException thrown = failure;
    failure = null;
    if (thrown != null) {
      throw thrown;
    }
  }

  private synchronized void waitForRoom(long size) {
    waitUntil(mostPending - 1, mostBytes - size);
    throwFailure();
    pending++;
    bytes += size;
  }

  @GuardedBy("this")
  private void waitUntil(int fewPending, long fewBytes) {
    boolean interrupted = false;
    while (pending > fewPending || bytes > fewBytes) {
      try {
        wait(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException e) {
        // What an interrupt should end is what comes after the save.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The state in memory; empty when it does not fit. */
  private Optional<List<Captured>> capture(List<? extends StateWriter.Source> state) {
    List<Captured> items = new ArrayList<>();
    long left = mostBytes;
    for (StateWriter.Source source : state) {
      var out = new BoundedBytes(left);
      try {
        source.encode(out);
      } catch (IOException e) {
        if (out.isTooSmall()) {
          // Some codecs wrap what the buffer throws.
          return Optional.empty();
        }
        throw StateWriter.cannotEncode(source, e);
      } catch (RuntimeException e) {
        if (out.isTooSmall()) {
          return Optional.empty();
        }
        throw e;
      }
      left -= out.size();
      items.add(new Captured(source.name(), source.codec(), out));
    }
    return Optional.of(items);
  }

  private record Captured(String name, String codec, BoundedBytes bytes)
      implements StateWriter.Source {
    @Override
    public void encode(OutputStream out) throws IOException {
      bytes.writeTo(out);
    }
  }

  private static final class BoundedBytes extends ByteArrayOutputStream {
    private final long most;
    private boolean tooSmall;

    BoundedBytes(long most) {
      this.most = Math.min(most, Integer.MAX_VALUE - 16);
    }

    @Override
    public synchronized void write(int b) {
      check(1);
      super.write(b);
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) {
      check(length);
      super.write(source, offset, length);
    }

    boolean isTooSmall() {
      return tooSmall;
    }

    private void check(int more) {
      if (size() + (long) more > most) {
        tooSmall = true;
        throw new IllegalStateException("the state is larger than what may be pending");
      }
    }
  }
}
