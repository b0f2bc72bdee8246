package dev.cairn.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.CollectionReport;
import dev.cairn.GarbageCollector;
import dev.cairn.GarbageObject;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.internal.log.LogReader;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartName;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
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
 * A thousand saves over a network that loses the first answer to each request, of every kind that a
 * process sends from its opening to its collection, after the server has done what was asked.
 */
class LostAnswersTest {
  private static final int PROCESSES = 8;

  /** How often each process is opened anew: {@code -Dcairn.test.lost.lives=50}. */
  private static final int LIVES = Integer.getInteger("cairn.test.lost.lives", 5);

  private static final int SAVES = 25;
  private static final int LARGE = 100_000;
  private static final int UNITS = 4;

  /**
   * All kinds of requests by what they are about. Nothing but the probe looks at the size of an
   * object or reads a range. Entries and chunks are deleted in one batch.
   */
  private static final List<String> KINDS =
      List.of(
          "_probe: put-if-absent",
          "_probe: get",
          "_probe: get-range",
          "_probe: head",
          "_probe: list",
          "_probe: delete",
          "log: put-if-absent",
          "log: get",
          "log: list",
          "log+data: delete",
          "data: put",
          "data: get",
          "data: list",
          "runs: put",
          "runs: get",
          "runs: list",
          "runs: delete",
          "processes: list");

  private final Map<String, Integer> lost = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  @Test
  void thousandSaves_everyFirstAnswerIsLost_noWrongOutcomeNoDuplicateNoLeak() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PROCESSES);
    long slots = 0;
    try (S3Fixture s3 = new S3Fixture()) {
      ObjectStore store = s3.store();
      s3.proxy().always(this::loseTheFirst);
      store.verifyForWriting();
      List<Future<Long>> processes = new ArrayList<>();
      for (int number = 0; number < PROCESSES; number++) {
        ProcessId process = ProcessId.training("p" + number);
        processes.add(threads.submit(() -> live(store, process)));
      }
      for (Future<Long> process : processes) {
        slots += process.get();
      }
      assertThat(CheckpointReader.processes(store)).hasSize(PROCESSES);
      s3.proxy().always(request -> new Fault.None());
      for (int number = 0; number < PROCESSES; number++) {
        assertNothingLeaked(store, ProcessId.training("p" + number));
      }
      assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT.folder("_probe"))).objects())
          .isEmpty();
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "%d saves, answers lost: %s; 0 wrong outcomes, 0 duplicates, 0 leaked objects%n",
        PROCESSES * LIVES * SAVES, new TreeMap<>(lost));
    assertThat(lost).containsOnlyKeys(KINDS);
    // Every entry of the log was in doubt once, and none has a double.
    assertThat(lost.get("log: put-if-absent")).isEqualTo((int) slots);
  }

  private Fault loseTheFirst(FaultyProxy.Sent sent) {
    LostRequest request = LostRequest.of(sent);
    // A probe whose put is open begins anew with other keys, so the puts after the first go well.
    String identity =
        request.kind().equals("_probe: put-if-absent") ? request.kind() : request.identity();
    if (!seen.add(identity)) {
      return new Fault.None();
    }
    lost.merge(request.kind(), 1, Integer::sum);
    return new Fault.DroppedAfter();
  }

  /** All lives of a process; how many slots of its log it has taken. */
  private static long live(ObjectStore store, ProcessId process) {
    Random random = new Random(process.hashCode());
    long version = 0;
    double[] weights = {};
    for (int life = 0; life < LIVES; life++) {
      try (CheckpointManager manager =
          CheckpointManager.builder()
              .store(store)
              .process(process)
              .keep(Keep.last(2))
              .grace(Duration.ZERO)
              .open()) {
        // each claim and each save takes one slot of the log, no more
        assertThat(manager.epoch()).as("%s, life %d", process, life).isEqualTo(++version);
        if (life > 0) {
          assertThat(manager.restoreLatest().orElseThrow().item("weights", Codecs.doubles()))
              .isEqualTo(weights);
          assertCollected(GarbageCollector.of(store, process).collect());
        }
        for (int save = 1; save <= SAVES; save++) {
          weights = random.doubles(save % 5 == 0 ? LARGE / 8 : 10).toArray();
          Checkpoint saved =
              manager.save(
                  Progress.at((long) life * SAVES + save),
                  State.of("weights", Codecs.doubles(), weights));
          assertThat(saved.version()).as("%s, life %d", process, life).isEqualTo(++version);
        }
        RegisteredRun run = manager.register(definition(life), OnMismatch.RECOMPUTE);
        assertThat(run.version()).as("%s, life %d", process, life).isEqualTo(++version);
        compute(new RunParts(store, run.prefix(), UNITS));
        assertThat(manager.restoreLatest().orElseThrow().item("weights", Codecs.doubles()))
            .isEqualTo(weights);
        // as a writer leaves it that is killed before the entry that names the chunk
        store.put(
            process
                .prefix()
                .key("data/" + manager.epoch() + "/" + "ab".repeat(32) + "-" + "0".repeat(16)),
            ByteBuffer.wrap("nobody's".getBytes(UTF_8)),
            WriteCondition.ALWAYS);
      }
    }
    return version;
  }

  private static RunDefinition definition(int life) {
    return RunDefinition.builder().codeVersion("life " + life).units(UNITS).seed(life).build();
  }

  private static void compute(RunParts parts) {
    List<byte[]> results = List.of(new byte[] {1}, new byte[] {2});
    PartName first = parts.write(new UnitInterval(0, 1), "a", results);
    PartName again = parts.write(new UnitInterval(0, 1), "b", results);
    PartName rest = parts.write(new UnitInterval(2, 3), "c", results);
    parts.discard(List.of(again));
    assertThat(parts.list().parts()).containsExactly(first, rest);
    assertThat(parts.read(first)).containsExactlyElementsOf(results);
  }

  /** What the last life left, once: nobody's chunk, and the entry that registered the run. */
  private static void assertCollected(CollectionReport report) {
    assertThat(report.groups())
        .extracting(CollectionReport.Group::kind, CollectionReport.Group::objects)
        .containsExactlyInAnyOrder(
            tuple(GarbageObject.Kind.DATA, 1L), tuple(GarbageObject.Kind.ENTRY, 1L));
  }

  /** A later writer ends the epoch of the last, so that anybody can tell what of it is garbage. */
  private static void assertNothingLeaked(ObjectStore store, ProcessId process) {
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(process)
            .keep(Keep.last(2))
            .grace(Duration.ZERO)
            .open()) {
      assertThat(manager.list())
          .extracting(each -> each.progress().step())
          .containsExactly((long) LIVES * SAVES - 1, (long) LIVES * SAVES);
    }
    assertCollected(GarbageCollector.of(store, process).collect());
    List<GarbageObject> leaked = new ArrayList<>();
    GarbageCollector.of(store, process).dryRun(leaked::add);
    assertThat(leaked).isEmpty();
    assertThat(store.list(ListRequest.objects(process.prefix().folder("data"))).objects())
        .hasSize(1);
    // the last run, those before it that are kept open, and one that the next commit drops
    List<String> runs =
        new LogReader(store, process)
            .view().index().runs().stream().map(run -> run.folder()).toList();
    assertThat(runs).hasSize(Math.min(LIVES, 4));
    assertThat(store.list(ListRequest.objects(process.prefix().folder("runs"))).objects())
        .hasSize(2 * runs.size())
        .allMatch(part -> runs.stream().anyMatch(run -> part.key().value().contains(run)));
  }
}
