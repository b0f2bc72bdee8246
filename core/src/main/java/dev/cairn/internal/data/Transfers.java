package dev.cairn.internal.data;

import dev.cairn.CairnException;
import dev.cairn.InvalidRequestException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads that move chunks, and a bound on how many chunks are in memory for that: {@code
 * parallelism} on their way, each of at most 16 MiB, and as much again compressed.
 */
public final class Transfers implements AutoCloseable {
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final int parallelism;
  private final ExecutorService executor;
  private final Semaphore places;
  private final ChunkBuffers buffers = new ChunkBuffers();

  /** A pool of so many daemon threads, which start when they are first needed. */
  public Transfers(int parallelism) {
    this(parallelism, threads(parallelism));
  }

  /** The same with threads that somebody else starts. */
  Transfers(int parallelism, ExecutorService executor) {
    this.parallelism = parallelism;
    this.places = new Semaphore(parallelism);
    this.executor = executor;
  }

  private static ExecutorService threads(int count) {
    int pool = POOLS.incrementAndGet();
    AtomicInteger threads = new AtomicInteger();
    return Executors.newFixedThreadPool(
        count,
        work -> {
          Thread thread =
              new Thread(work, "cairn-transfer-" + pool + "-" + threads.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  int parallelism() {
    return parallelism;
  }

  /** The arrays of the chunks that are stored. */
  ChunkBuffers buffers() {
    return buffers;
  }

  /**
   * Starts a transfer as soon as there is a place for it; until then it waits. An interrupt does
   * not end the wait: what it should end is not the save but what comes after it.
   */
  <T> CompletableFuture<T> start(Supplier<T> transfer) {
    places.acquireUninterruptibly();
    try {
      return queue(
          () -> {
            try {
              return transfer.get();
            } finally {
              places.release(); // nobody cancels what has a place
            }
          });
    } catch (Throwable e) {
      places.release(); // nothing was started
      throw e;
    }
  }

  /**
   * Starts a transfer of something that is not in memory yet, after those that wait already. Does
   * not wait itself. When the future is cancelled before its turn, nothing is transferred.
   */
  <T> CompletableFuture<T> queue(Supplier<T> transfer) {
    CompletableFuture<T> future = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            if (future.isCancelled()) {
              return;
            }
            try {
              future.complete(transfer.get());
            } catch (Throwable e) {
              future.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      throw new InvalidRequestException(
          "What this was opened with is closed: read and save before that, or open it again.");
    }
    return future;
  }

  /** What a transfer gave; what it threw is thrown here as it is. */
  static <T> T result(CompletableFuture<T> transfer) {
    try {
      return transfer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CairnException cairn) {
        throw cairn;
      }
      throw e;
    }
  }

  /** Ends the threads. Transfers under way go on to their end. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
