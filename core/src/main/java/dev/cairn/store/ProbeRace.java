package dev.cairn.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Puts that are sent at the same time. */
final class ProbeRace {
  /** What one of them was told. */
  enum Answer {
    /** It was applied. */
    WRITTEN,
    /** The key was taken. */
    EXISTS,
    /** Nothing that decides it. */
    OPEN
  }

  private ProbeRace() {}

  /**
   * Sends puts at the same time, and waits for their answers.
   *
   * @throws StoreException when one of them was refused
   * @throws StoreUnavailableException when the caller is interrupted
   */
  static List<Answer> of(int racers, IntFunction<PutOutcome> put) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            racers,
            task -> {
              Thread thread = new Thread(task, "cairn-probe");
              thread.setDaemon(true);
              return thread;
            });
    try {
      CountDownLatch start = new CountDownLatch(racers);
      List<Future<Answer>> sent = new ArrayList<>();
      for (int racer = 0; racer < racers; racer++) {
        int number = racer;
        sent.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return answer(number, put);
                }));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<Answer> one : sent) {
        answers.add(one.get());
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("The probe of the store was interrupted. Try again.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException refusal) {
        throw new StoreException(String.valueOf(refusal.getMessage()), refusal);
      }
      throw new IllegalStateException("A put throws nothing else", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Answer answer(int racer, IntFunction<PutOutcome> put) {
    try {
      return put.apply(racer) instanceof PutOutcome.Written ? Answer.WRITTEN : Answer.EXISTS;
    } catch (StoreUnavailableException e) {
      return Answer.OPEN;
    }
  }
}
