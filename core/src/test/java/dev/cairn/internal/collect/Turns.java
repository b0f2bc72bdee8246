package dev.cairn.internal.collect;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Actors on one store, of which one at a time goes on: each stands still before every request until
 * a schedule says that it is its turn. So a schedule makes a run, and the same one the same run.
 */
final class Turns {
  /** How long an actor may compute between two requests before the run counts as stuck. */
  private static final long MOST_SECONDS = 60;

  private final ObjectStore store;
  private final List<String> steps = new ArrayList<>();

  @GuardedBy("this")
  private final List<Standing> standing = new ArrayList<>();

  @GuardedBy("this")
  private @Nullable Throwable failure;

  /** What an actor is doing. */
  private enum Standing {
    GOING,
    WAITING,
    DONE
  }

  /** Says whose turn it is. */
  @FunctionalInterface
  interface Schedule {
    /**
     * One of the actors that wait.
     *
     * @param waiting at least one, by their numbers
     */
    int next(List<Integer> waiting);
  }

  Turns(ObjectStore store) {
    this.store = store;
  }

  /** What was requested so far, in order. */
  List<String> steps() {
    return steps;
  }

  /**
   * Runs all actors to their ends. After each request {@code look} is called, with everybody
   * standing still.
   */
  void run(List<Program> programs, ExecutorService threads, Schedule schedule, Runnable look) {
    for (int actor = 0; actor < programs.size(); actor++) {
      synchronized (this) {
        standing.add(Standing.GOING);
      }
      int number = actor;
      threads.execute(() -> live(number, programs.get(number)));
      // One after the other up to its first request.
      waitForEverybody();
    }
    for (List<Integer> waiting = waiting(); !waiting.isEmpty(); waiting = waiting()) {
      go(schedule.next(waiting));
      waitForEverybody();
      look.run();
    }
  }

  /** What an actor does, with the store as it sees it. */
  @FunctionalInterface
  interface Program {
    void run(ObjectStore store);
  }

  private void live(int actor, Program program) {
    try {
      program.run(new Seen(actor));
    } catch (Throwable e) {
      synchronized (this) {
        failure = e;
      }
    } finally {
      set(actor, Standing.DONE);
    }
  }

  private synchronized void set(int actor, Standing now) {
    standing.set(actor, now);
    notifyAll();
  }

  private void go(int actor) {
    set(actor, Standing.GOING);
  }

  private synchronized List<Integer> waiting() {
    List<Integer> waiting = new ArrayList<>();
    for (int actor = 0; actor < standing.size(); actor++) {
      if (standing.get(actor) == Standing.WAITING) {
        waiting.add(actor);
      }
    }
    return waiting;
  }

  private synchronized void waitForEverybody() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    try {
      while (standing.contains(Standing.GOING)) {
        wait(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
        if (System.nanoTime() > end) {
          throw new AssertionError("an actor neither asks nor ends: " + steps);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure != null) {
      throw new AssertionError("an actor failed after " + String.join("\n", steps), failure);
    }
  }

  private synchronized void await(int actor, String request) {
    standing.set(actor, Standing.WAITING);
    notifyAll();
    try {
      while (standing.get(actor) == Standing.WAITING) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    steps.add("actor " + actor + ": " + request);
  }

  /** The store as one actor sees it. */
  private final class Seen implements ObjectStore {
    private final int actor;

    Seen(int actor) {
      this.actor = actor;
    }

    private <T> T ask(String request, Supplier<T> answer) {
      await(actor, request);
      return answer.get();
    }

    @Override
    public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
      return ask("PUT " + key, () -> store.put(key, content, condition));
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
      return ask("GET " + key, () -> store.get(key));
    }

    @Override
    public Optional<byte[]> get(ObjectKey key, ByteRange range) {
      return ask("GET " + key, () -> store.get(key, range));
    }

    @Override
    public Optional<ObjectInfo> head(ObjectKey key) {
      return ask("HEAD " + key, () -> store.head(key));
    }

    @Override
    public ListPage list(ListRequest request) {
      return ask("LIST " + request.prefix(), () -> store.list(request));
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
      await(actor, "DELETE " + keys);
      store.delete(keys);
    }

    @Override
    public void close() {}
  }
}
