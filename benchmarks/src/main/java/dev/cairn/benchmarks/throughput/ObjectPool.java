package dev.cairn.benchmarks.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Threads that do something for each of a number of objects. */
final class ObjectPool implements AutoCloseable {
  private final ExecutorService threads;

  ObjectPool(int parallelism) {
    threads = Executors.newFixedThreadPool(parallelism);
  }

  /** Does it for the objects 0 to {@code count - 1}, and waits for all. */
  void forEach(int count, IntConsumer action) {
    List<Future<?>> tasks = new ArrayList<>();
    for (int object = 0; object < count; object++) {
      int number = object;
      tasks.add(threads.submit(() -> action.accept(number)));
    }
    for (Future<?> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("an object failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
