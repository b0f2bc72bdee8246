package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.s3.testing.Fault;
import dev.cairn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A thousand executors, each with a client of its own, restore one checkpoint from a server that
 * answers one in five requests with SlowDown.
 */
class ThrottledRestoreTest {
  private static final int EXECUTORS = 1000;
  private static final int AT_ONCE = 48;
  private static final long SEED = 20_260_101;

  /** As many as Spark tries a task. */
  private static final int TASK_ATTEMPTS = 4;

  private static final ProcessId RANKER = ProcessId.training("ranker");

  @Test
  void restore_oneInFiveIsThrottled_takesAtMostHalfMoreRequests() throws Exception {
    double[] first = new Random(1).doubles(9_000).toArray();
    double[] second = new Random(2).doubles(9_000).toArray();
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try (S3Fixture s3 = new S3Fixture()) {
      long version;
      try (CheckpointManager manager =
          CheckpointManager.builder().store(s3.store()).process(RANKER).open()) {
        State state =
            State.of("first", Codecs.doubles(), first).and("second", Codecs.doubles(), second);
        version = manager.save(Progress.at(1), state).version();
      }
      int before = s3.proxy().requests().size();
      restore(s3.store(), version, first, second);
      int needed = s3.proxy().requests().size() - before;
      assertThat(needed).isEqualTo(4);

      Random dice = new Random(SEED);
      AtomicInteger throttled = new AtomicInteger();
      s3.proxy()
          .always(
              request -> {
                boolean strike;
                synchronized (dice) {
                  strike = dice.nextInt(5) == 0;
                }
                throttled.addAndGet(strike ? 1 : 0);
                return strike ? Fault.Answered.error(503, "SlowDown") : new Fault.None();
              });
      before = s3.proxy().requests().size();
      List<Future<?>> executors = new ArrayList<>();
      for (int executor = 0; executor < EXECUTORS; executor++) {
        executors.add(threads.submit(() -> runTask(s3, version, first, second)));
      }
      for (Future<?> executor : executors) {
        executor.get();
      }
      int sent = s3.proxy().requests().size() - before;
      System.out.printf(
          "%d executors, seed %d: %d requests for %d needed, %d throttled%n",
          EXECUTORS, SEED, sent, EXECUTORS * needed, throttled.get());
      assertThat(throttled.get()).isGreaterThan(sent / 6);
      assertThat((double) sent).isLessThanOrEqualTo(1.5 * EXECUTORS * needed);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void runTask(S3Fixture s3, long version, double[] first, double[] second) {
    for (int attempt = 1; ; attempt++) {
      try (S3Store own = s3.store(S3Options.USUAL)) {
        restore(own, version, first, second);
        return;
      } catch (StoreUnavailableException e) {
        if (attempt == TASK_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void restore(S3Store store, long version, double[] first, double[] second) {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      var restored = reader.restore(version);
      assertThat(restored.item("first", Codecs.doubles())).isEqualTo(first);
      assertThat(restored.item("second", Codecs.doubles())).isEqualTo(second);
    }
  }
}
