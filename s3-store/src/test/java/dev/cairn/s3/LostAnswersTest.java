package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.GarbageCollector;
import dev.cairn.GarbageObject;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * A thousand saves over a network that loses the first answer to each request, of every kind, after
 * the server has done what was asked.
 */
class LostAnswersTest {
  private static final int PROCESSES = 8;
  private static final int SAVES = 125;
  private static final int LARGE = 100_000;

  private final Map<String, Integer> lost = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private static String kind(FaultyProxy.Sent request) {
    boolean log = request.target().contains("/log/") || request.target().contains("%2Flog%2F");
    return request.method() + (log ? " log" : "");
  }

  /**
   * What is asked: by the number that the SDK gives an invocation, the same for all its attempts. A
   * put with a condition is a new invocation each time, and is known by its key.
   */
  private static String identity(FaultyProxy.Sent request) {
    return request.headers().containsKey("if-none-match")
        ? request.target()
        : String.valueOf(request.headers().get("amz-sdk-invocation-id"));
  }

  @Test
  void thousandSaves_everyFirstAnswerIsLost_noWrongOutcomeNoDuplicateNoLeak() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
    try (S3Fixture s3 = new S3Fixture()) {
      s3.store().verifyForWriting();
      s3.proxy()
          .always(
              request -> {
                if (!seen.add(identity(request))) {
                  return new Fault.None();
                }
                lost.merge(kind(request), 1, Integer::sum);
                return new Fault.DroppedAfter();
              });
      List<Future<?>> processes = new ArrayList<>();
      for (int number = 0; number < PROCESSES; number++) {
        int seed = number;
        processes.add(threads.submit(() -> saveAll(s3.store(), seed)));
      }
      for (Future<?> process : processes) {
        process.get();
      }
      s3.proxy().always(request -> new Fault.None());
      for (int number = 0; number < PROCESSES; number++) {
        assertNothingLeaked(s3.store(), ProcessId.training("p" + number));
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "%d saves, answers lost: %s; no wrong outcome, no duplicate, no leak%n",
        PROCESSES * SAVES, new TreeMap<>(lost));
    assertThat(new TreeMap<>(lost)).containsOnlyKeys("GET", "GET log", "POST", "PUT", "PUT log");
    assertThat(lost.get("PUT log")).isEqualTo(PROCESSES * (SAVES + 1));
  }

  private static void saveAll(ObjectStore store, int seed) {
    Random random = new Random(seed);
    ProcessId process = ProcessId.training("p" + seed);
    double[] weights = {};
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(process)
            .keep(Keep.last(2))
            .grace(Duration.ZERO)
            .open()) {
      assertThat(manager.epoch()).isEqualTo(1);
      for (int save = 1; save <= SAVES; save++) {
        weights = random.doubles(save % 5 == 0 ? LARGE / 8 : 10).toArray();
        Checkpoint saved =
            manager.save(Progress.at(save), State.of("weights", Codecs.doubles(), weights));
        // each save took one slot of the log, no more
        assertThat(saved.version()).as("seed %d", seed).isEqualTo(1 + save);
      }
      assertThat(manager.restoreLatest().orElseThrow().item("weights", Codecs.doubles()))
          .isEqualTo(weights);
    }
  }

  /** A later writer ends the epoch of the first, so that anybody can tell what of it is garbage. */
  private static void assertNothingLeaked(ObjectStore store, ProcessId process) {
    CheckpointManager.builder().store(store).process(process).open().close();
    List<GarbageObject> leaked = new ArrayList<>();
    GarbageCollector.of(store, process)
        .dryRun(
            object -> {
              if (object.kind() == GarbageObject.Kind.DATA) {
                leaked.add(object);
              }
            });
    assertThat(leaked).isEmpty();
    assertThat(store.list(ListRequest.objects(process.prefix().folder("data"))).objects())
        .isNotEmpty();
  }
}
