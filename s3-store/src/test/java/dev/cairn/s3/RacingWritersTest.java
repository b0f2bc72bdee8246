package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Eight writers that open one process at the same time and save, again and again. */
class RacingWritersTest {
  private static final int WRITERS = 8;

  /** 200 take minutes on a small machine: {@code -Dcairn.test.race.rounds=200}. */
  private static final int ROUNDS = Integer.getInteger("cairn.test.race.rounds", 40);

  private static final int SAVES = 3;

  private final String uri = S3TestServer.shared().newStore(RacingWritersTest.class);

  /**
   * What a writer was told.
   *
   * @param epoch that it wrote in
   * @param acknowledged the steps of its saves by their versions
   */
  private record Told(long epoch, Map<Long, Long> acknowledged) {}

  @Test
  void open_eightAtOnce_oneWritesAtATimeAndNothingAcknowledgedIsLost() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    long fenced = 0;
    long acknowledged = 0;
    try (ObjectStore store = ObjectStores.open(uri)) {
      for (int round = 0; round < ROUNDS; round++) {
        ProcessId process = ProcessId.training("round-" + round);
        List<Future<Told>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
          int number = writer;
          writers.add(
              threads.submit(
                  () -> {
                    start.await();
                    return write(store, process, number);
                  }));
        }
        List<Told> told = new ArrayList<>();
        for (Future<Told> writer : writers) {
          told.add(writer.get());
        }
        check(store, process, told);
        acknowledged += told.stream().mapToLong(one -> one.acknowledged().size()).sum();
        fenced += told.stream().filter(one -> one.acknowledged().size() < SAVES).count();
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "%d rounds of %d writers: %d saves acknowledged, 0 lost, %d writers fenced%n",
        ROUNDS, WRITERS, acknowledged, fenced);
    // at the least the last writer of each round saves all, and it is a race at all
    assertThat(acknowledged).isGreaterThanOrEqualTo((long) ROUNDS * SAVES);
    assertThat(fenced).isPositive();
  }

  private static Told write(ObjectStore store, ProcessId process, int number) {
    Map<Long, Long> acknowledged = new TreeMap<>();
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(process)
            .keep(Keep.last(WRITERS * SAVES))
            .open()) {
      try {
        for (int save = 0; save < SAVES; save++) {
          long step = (long) number * SAVES + save;
          Checkpoint saved =
              manager.save(
                  Progress.at(step), State.of("writer", Codecs.longs(), new long[] {step}));
          acknowledged.put(saved.version(), step);
        }
      } catch (FencedException e) {
        assertThat(e.getMessage()).contains(process.toString());
      }
      return new Told(manager.epoch(), acknowledged);
    }
  }

  private static void check(ObjectStore store, ProcessId process, List<Told> told) {
    assertThat(told).extracting(Told::epoch).doesNotHaveDuplicates();
    Map<Long, Long> kept = new TreeMap<>();
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      reader.list().forEach(one -> kept.put(one.version(), one.progress().step()));
    }
    Map<Long, Long> acknowledged = new TreeMap<>();
    for (Told writer : told) {
      for (Map.Entry<Long, Long> save : writer.acknowledged().entrySet()) {
        assertThat(acknowledged.put(save.getKey(), save.getValue()))
            .as("two writers were told to have v%d", save.getKey())
            .isNull();
        long next =
            told.stream()
                .mapToLong(Told::epoch)
                .filter(epoch -> epoch > writer.epoch())
                .min()
                .orElse(Long.MAX_VALUE);
        assertThat(save.getKey())
            .as("%s: a save of epoch %d", process, writer.epoch())
            .isBetween(writer.epoch() + 1, next - 1);
      }
    }
    // nothing else was saved: a fenced save was not applied
    assertThat(kept).as("%s", process).isEqualTo(acknowledged);
  }
}
