package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.internal.collect.CurrentEpoch;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a collector takes and leaves, request by request. */
final class GarbageCollectorTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final String SHA256 = "0123456789abcdef".repeat(4);
  private static final int CHUNKED = 10_000;

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private final Stored stored = new Stored(memory, RANKER);
  private final GarbageCollector collector = GarbageCollector.of(store, RANKER);

  @Test
  void collect_noProcess_isNotFoundAndDeletesNothing() {
    put("training/ranker/data/1/" + SHA256 + "-00");
    assertThatThrownBy(collector::collect)
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("training/ranker")
        .hasMessageNotContaining("\n");
    assertThat(stored.keys("data")).hasSize(1);
  }

  @Test
  void collect_newestEntryDamaged_isRefusedUntilAWriterOpens() {
    long saved = save(1);
    ObjectKey garbage = put("training/ranker/data/1/" + SHA256 + "-00");
    save(2);
    Damage.FLIPPED.strike(
        memory, stored.entry(stored.index().newest().orElseThrow().version()), stored.entry(saved));
    assertThatThrownBy(collector::collect)
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("nothing was collected")
        .hasMessageNotContaining("\n");
    assertThat(memory.head(garbage)).isPresent();
    save(3);
    collector.collect();
    assertThat(memory.head(garbage)).isEmpty();
    stored.requireNothingMissing();
  }

  @Test
  void save_afterDamageToTheNewestEntry_takesOverNothingThatMayBeGone() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), state(1));
      manager.pin(2);
    }
    try (CheckpointManager manager = open()) {
      manager.unpin(2);
      manager.save(Progress.at(2), state(2));
      manager.save(Progress.at(3), state(3));
      manager.garbageCollector().collect();
    }
    // The entry that is left names the first checkpoint, whose chunk has gone since.
    List<Long> later = List.of(6L, 7L, 5L);
    for (long version : later) {
      memory
          .get(stored.entry(version))
          .ifPresent(
              bytes -> Damage.FLIPPED.strike(memory, stored.entry(version), stored.entry(version)));
    }
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(9), state(1));
    }
    try (CheckpointReader reader = CheckpointReader.open(memory, RANKER)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(restored.progress().step()).isEqualTo(9);
      assertThat(restored.item("state", Codecs.doubles())).isEqualTo(values(1));
    }
  }

  @Test
  void collect_whatIsNotOfAnEarlierEpochOrRun_isLeftAlone() {
    save(1);
    save(2);
    long epoch = 3;
    long newest = 4;
    assertThat(memory.head(stored.entry(newest))).isPresent();
    List<ObjectKey> left =
        List.of(
            put("training/ranker/data/" + epoch + "/" + SHA256 + "-00"),
            put("training/ranker/data/" + (epoch + 1) + "/" + SHA256 + "-00"),
            put("training/ranker/data/10/" + SHA256 + "-00"),
            put("training/ranker/data/notes/a"),
            put("training/ranker/data/01/a"),
            put("training/ranker/runs/" + SHA256 + "-" + (newest + 1) + "/0-9-a-" + SHA256),
            put("training/ranker/runs/" + SHA256 + "-10/0-9-a-" + SHA256),
            put("training/ranker/runs/notes/a"),
            put("training/ranker/log/notes"),
            put("training/ranker/notes/a"),
            put("training/other/data/1/" + SHA256 + "-00"),
            put("training/rank/data/1/" + SHA256 + "-00"));
    List<ObjectKey> taken =
        List.of(
            put("training/ranker/data/1/" + SHA256 + "-00"),
            put("training/ranker/data/2/" + SHA256 + "-00"),
            put("training/ranker/runs/" + SHA256 + "-1/0-9-a-" + SHA256),
            put("training/ranker/runs/" + SHA256 + "-" + newest + "/0-9-a-" + SHA256));
    collector.collect();
    assertThat(left).allSatisfy(key -> assertThat(memory.head(key)).as("%s", key).isPresent());
    assertThat(taken).allSatisfy(key -> assertThat(memory.head(key)).as("%s", key).isEmpty());
    stored.requireNothingMissing();
  }

  @Test
  void collect_retiredInGrace_isReadableAsBefore() {
    long first;
    try (CheckpointManager manager = graceful()) {
      first = manager.save(Progress.at(1), state(1)).version();
      manager.save(Progress.at(2), state(2));
    }
    try (CheckpointManager manager = graceful()) {
      manager.garbageCollector().collect();
      collector.collect();
      assertThat(stored.index().isLive(first)).isFalse();
      assertThat(manager.restore(first).item("state", Codecs.doubles())).isEqualTo(values(1));
    }
  }

  @Test
  void collect_log_losesCommitsAndKeepsEveryClaimAndEdit() {
    for (int life = 0; life < 3; life++) {
      try (CheckpointManager manager = open()) {
        manager.register(definition(life), OnMismatch.RECOMPUTE);
        long version = manager.save(Progress.at(life), State.empty()).version();
        CheckpointEditor.of(memory, RANKER).tag("tag" + life, version, Optional.empty());
      }
    }
    // Claims 1, 5, 9; registrations 2, 6, 10; checkpoints 3, 7, 11; edits 4, 8, 12.
    long damaged = 6;
    Damage.FLIPPED.strike(memory, stored.entry(damaged), stored.entry(damaged));
    CollectionReport first = collector.mostEntries(3).collect();
    assertThat(first.objects()).isEqualTo(1);
    assertThat(first.left())
        .singleElement()
        .satisfies(left -> assertThat(left).startsWith("5 entries").contains("newest 3"));
    assertThat(collector.mostEntries(0).collect().objects()).isZero();
    assertThat(collector.collect().objects()).isEqualTo(1);
    assertThat(versions()).containsExactly(12L, 11L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 1L);
    stored.requireNothingMissing();
  }

  @Test
  void mostEntries_negative_isRefused() {
    assertThatThrownBy(() -> collector.mostEntries(-1))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void collect_thousandsOfObjects_listsAndDeletesAThousandAtATime() {
    save(1);
    save(2);
    for (int i = 0; i < 2500; i++) {
      put("training/ranker/data/1/%s-%04d".formatted(SHA256, i));
    }
    try (CountingStore counting = new CountingStore(memory)) {
      GarbageCollector counted = GarbageCollector.of(counting, RANKER);
      CollectionReport report = counted.collect();
      // Those, and the chunk of the first checkpoint, which the second writer let go but not yet.
      assertThat(report.objects()).isEqualTo(2500);
      RequestCounts once = counting.counts();
      // A look: LIST, GET. Epochs, 1 and 3; runs; log, with a GET for each of two claims.
      assertThat(once.requests())
          .isEqualTo(
              Map.of(
                  RequestKind.LIST,
                  1L + 1 + 3 + 1 + 1,
                  RequestKind.GET,
                  1L + 2,
                  RequestKind.DELETE,
                  3L));
      counted.collect();
      assertThat(counting.counts().minus(once).requests())
          .isEqualTo(Map.of(RequestKind.LIST, 1L + 1 + 1 + 1 + 1, RequestKind.GET, 1L + 2));
    }
  }

  @Test
  void garbageCollector_ofAWriter_takesThousandsOfItsOwn() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), state(1));
      for (int i = 0; i < 2500; i++) {
        put("training/ranker/data/1/%s-%04d".formatted(SHA256, i));
      }
      assertThat(manager.garbageCollector().dryRun().objects()).isEqualTo(2500);
      assertThat(manager.garbageCollector().collect().objects()).isEqualTo(2500);
      assertThat(manager.garbageCollector().collect().objects()).isZero();
    }
    stored.requireNothingMissing();
  }

  @Test
  void collect_deleteFails_isThrownAndMayBeRepeated() {
    save(1);
    ObjectKey garbage = put("training/ranker/data/1/" + SHA256 + "-00");
    save(2);
    for (Fault fault : List.of(Fault.lostRequest(), Fault.lostAnswer())) {
      store.inject(RequestMatch.next(RequestKind.DELETE), fault);
      assertThatThrownBy(collector::collect).isInstanceOf(StoreUnavailableException.class);
    }
    collector.collect();
    assertThat(memory.head(garbage)).isEmpty();
    stored.requireNothingMissing();
  }

  @Test
  void garbageCollector_ofAFencedManager_doesNoHarmAndSaysSoOnceItKnows() {
    try (CheckpointManager first = open()) {
      first.save(Progress.at(1), state(1));
      try (CheckpointManager second = open()) {
        AtomicBoolean inTheMiddle = new AtomicBoolean();
        store.before(
            RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/"),
            () -> {
              // It does not know yet, and another one's chunk is there without its entry.
              first.garbageCollector().collect();
              inTheMiddle.set(true);
            });
        second.save(Progress.at(2), state(2));
        assertThat(inTheMiddle).isTrue();
        stored.requireNothingMissing();
        assertThatThrownBy(() -> first.save(Progress.at(3), state(3)))
            .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> first.garbageCollector().collect())
            .isInstanceOf(FencedException.class);
        stored.requireNothingMissing();
      }
    }
  }

  @Test
  void collect_observerThatSaves_neitherWaitsForeverNorLosesTheSave() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), state(1));
      put("training/ranker/data/1/" + SHA256 + "-00");
      CollectionReport report =
          manager
              .garbageCollector()
              .collect(object -> manager.saveAsync(Progress.at(2), state(2)).await());
      assertThat(report.objects()).isEqualTo(1);
      stored.requireNothingMissing();
      assertThat(manager.restoreLatest().orElseThrow().progress().step()).isEqualTo(2);
    }
  }

  @Test
  void currentEpoch_lookedAtDespiteAnUnknownOutcome_wouldLoseThatSave() {
    // Why the manager's collector leaves it alone then.
    FaultyStore bad = new FaultyStore(memory);
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(bad)
            .process(RANKER)
            .commitTimeout(Duration.ZERO)
            .open()) {
      bad.inject(RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/"), Fault.late());
      assertThatThrownBy(() -> manager.save(Progress.at(1), state(1)))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      List<ObjectKey> wrong =
          new CurrentEpoch(memory, RANKER, 1)
              .next(stored.index()).stream().map(GarbageObject::key).toList();
      bad.landLate();
      assertThat(wrong).isEqualTo(stored.chunks(2)).isNotEmpty();
    }
  }

  @Test
  void collect_checkpointsInPages_loseNothing_alsoWhenAPageIsReplacedMeanwhile() {
    save(0);
    ObjectKey orphan = put("training/ranker/data/1/" + SHA256 + "-00");
    try (CheckpointManager manager = paged()) {
      for (int step = 1; step <= 11; step++) {
        manager.save(Progress.at(step), state(step));
      }
      List<ObjectKey> pages = stored.pages();
      ObjectKey last = pages.get(pages.size() - 1);
      AtomicInteger step = new AtomicInteger(11);
      store.before(
          RequestMatch.next(RequestKind.GET).keyContaining(last.name()),
          () -> {
            // Until it is merged with others.
            while (stored.pages().contains(last) && step.get() < 50) {
              manager.save(Progress.at(step.incrementAndGet()), state(step.get()));
            }
            manager.garbageCollector().collect();
            assertThat(memory.head(last)).isEmpty();
          });
      collector.collect();
      assertThat(step).hasValueGreaterThan(11);
      assertThat(memory.head(orphan)).isEmpty();
      assertThat(manager.list()).hasSize(step.get() + 1);
      Needed.in(memory, RANKER).requireNothingElse("with pages");
      stored.requireNothingMissing();
    }
  }

  @Test
  void collect_pageMissing_goesByWhatTheLogSaysOfIt() {
    try (CheckpointManager manager = paged()) {
      for (int step = 1; step <= 12; step++) {
        manager.save(Progress.at(step), state(step));
      }
    }
    try (CheckpointManager manager = paged()) {
      memory.delete(stored.pages().subList(0, 1));
      ObjectKey orphan = put("training/ranker/data/1/" + SHA256 + "-00");
      assertThat(collector.collect().objects()).isEqualTo(1);
      assertThat(memory.head(orphan)).isEmpty();
      for (Checkpoint each : manager.list()) {
        assertThat(manager.restore(each.version()).item("state", Codecs.doubles()))
            .isEqualTo(values((int) each.progress().step()));
      }
    }
  }

  @Test
  void collect_pageMissingAndItsCheckpointsUnknown_isRefused() {
    try (CheckpointManager manager = paged()) {
      for (int step = 1; step <= 12; step++) {
        manager.save(Progress.at(step), state(step));
      }
    }
    memory.delete(stored.pages().subList(0, 1));
    List<ObjectKey> log = stored.keys("log");
    memory.delete(log.subList(1, log.size()));
    List<ObjectKey> before = stored.keys("data");
    assertThatThrownBy(collector::collect)
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("nothing was collected")
        .hasMessageNotContaining("\n");
    assertThat(stored.keys("data")).isEqualTo(before);
  }

  private CheckpointManager paged() {
    return CheckpointManager.builder()
        .store(memory)
        .process(RANKER)
        .keep(Keep.all())
        .pageLimits(new PageLimits(1200, 1, 1200, 2, 20, 1))
        .open();
  }

  private List<Long> versions() {
    return stored.keys("log").stream()
        .map(key -> Long.parseLong(key.name().substring(13)))
        .toList();
  }

  private ObjectKey put(String key) {
    ObjectKey object = new ObjectKey(key);
    memory.put(object, ByteBuffer.allocate(5), WriteCondition.IF_ABSENT);
    return object;
  }

  private long save(int step) {
    try (CheckpointManager manager = open()) {
      return manager.save(Progress.at(step), state(step)).version();
    }
  }

  private CheckpointManager open() {
    return open(Duration.ZERO);
  }

  private CheckpointManager graceful() {
    return open(Duration.ofDays(1));
  }

  private CheckpointManager open(Duration grace) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.last(1))
        .grace(grace)
        .open();
  }

  private static RunDefinition definition(int number) {
    return RunDefinition.builder().codeVersion("v" + number).units(10).build();
  }

  private static State state(int step) {
    return State.of("state", Codecs.doubles(), values(step));
  }

  private static double[] values(int step) {
    double[] values = new double[CHUNKED];
    Arrays.setAll(values, i -> step * 1000.0 + Math.sin(i));
    return values;
  }
}
