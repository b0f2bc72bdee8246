package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collection of garbage promises on any store. Each store subclasses this. */
public abstract class CollectorContract {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int CHUNKED = 10_000;
  private static final RequestMatch PUT_ENTRY =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final AtomicLong minutes = new AtomicLong();
  private ObjectStore direct;
  private FaultyStore store;

  /** A contract; its store is opened for each test. */
  @SuppressWarnings("NullAway.Init") // The test engine calls the method that sets the fields.
  protected CollectorContract() {}

  /** Opens the store under test, which is empty. */
  protected abstract ObjectStore open() throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    direct = open();
    store = new FaultyStore(direct);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  void collect_whatADeadWriterLeft_leavesExactlyWhatIsNeeded() {
    leaveGarbage();
    try (CheckpointManager next = manager()) {
      next.save(Progress.at(9), state(9));
      Needed before = Needed.in(direct, RANKER);
      assertThat(before.garbage()).hasSizeGreaterThanOrEqualTo(7);

      List<GarbageObject> found = new ArrayList<>();
      CollectionReport dry = GarbageCollector.of(direct, RANKER).dryRun(found::add);
      assertThat(dry.action()).isEqualTo(CollectionReport.Action.WOULD_DELETE);
      assertThat(Needed.in(direct, RANKER)).isEqualTo(before);
      assertThat(found)
          .extracting(object -> object.key().value())
          .containsExactlyInAnyOrderElementsOf(before.garbage());
      assertThat(found)
          .allSatisfy(
              object ->
                  assertThat(direct.head(object.key()).orElseThrow().size())
                      .isEqualTo(object.bytes()));
      assertThat(dry.objects()).isEqualTo(found.size());
      assertThat(dry.bytes()).isEqualTo(found.stream().mapToLong(GarbageObject::bytes).sum());
      assertThat(dry.left()).isEmpty();
      assertThat(dry.groups())
          .extracting(CollectionReport.Group::kind, CollectionReport.Group::reason)
          .contains(
              org.assertj.core.groups.Tuple.tuple(
                  GarbageObject.Kind.DATA, "epoch 1 is over and no checkpoint names it"))
          .anySatisfy(group -> assertThat(group.toList().get(0)).isEqualTo(GarbageObject.Kind.PART))
          .anySatisfy(
              group -> assertThat(group.toList().get(0)).isEqualTo(GarbageObject.Kind.ENTRY));

      CollectionReport done = GarbageCollector.of(direct, RANKER).collect();
      assertThat(done.action()).isEqualTo(CollectionReport.Action.DELETED);
      assertThat(done.groups()).isEqualTo(dry.groups());
      Needed.in(direct, RANKER).requireNothingElse("after the collection");
      assertThat(GarbageCollector.of(direct, RANKER).collect().groups()).isEmpty();

      // The writer was not fenced, and builds on what is there.
      next.save(Progress.at(10), state(9));
      new Stored(direct, RANKER).requireNothingMissing();
    }
    requireLatest(10, 9);
  }

  @Test
  void collect_whileASaveIsUnderWay_byAnybodyOrItsOwnManager_takesNothingOfIt() {
    try (CheckpointManager manager = manager()) {
      manager.save(Progress.at(1), state(1));
      leaveChunkOfFailedSave(manager);
      store.before(
          PUT_ENTRY,
          () -> {
            // The chunk is there, its entry is not.
            CollectionReport report = GarbageCollector.of(direct, RANKER).collect();
            assertThat(report.groups()).isEmpty();
          });
      PendingSave saving = manager.saveAsync(Progress.at(3), state(3));
      // Waits for the save.
      CollectionReport own = manager.garbageCollector().collect();
      assertThat(own.left()).isEmpty();
      saving.await();
      manager.garbageCollector().collect();
      new Stored(direct, RANKER).requireNothingMissing();
      Needed.in(direct, RANKER).requireNothingElse("after the save");
    }
    requireLatest(3, 3);
  }

  @Test
  void collect_outcomeUnknown_takesNothingOfThatSave_untilItIsSettled() {
    try (CheckpointManager manager = manager()) {
      manager.save(Progress.at(1), state(1));
      store.inject(PUT_ENTRY, Fault.late());
      assertThatThrownBy(() -> manager.save(Progress.at(2), state(2)))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      CollectionReport report = manager.garbageCollector().collect();
      assertThat(report.groups()).isEmpty();
      assertThat(report.left())
          .singleElement()
          .satisfies(left -> assertThat(left).contains("epoch 1", "unknown"));
      assertThat(GarbageCollector.of(direct, RANKER).collect().groups()).isEmpty();
      store.landLate();
      requireLatest(2, 2);
      manager.save(Progress.at(3), State.empty());
      assertThat(manager.garbageCollector().collect().left()).isEmpty();
      new Stored(direct, RANKER).requireNothingMissing();
      Needed.in(direct, RANKER).requireNothingElse("when it was settled");
    }
  }

  @Test
  void collect_whileRestoring_isNeverDamage() {
    long old;
    try (CheckpointManager manager = manager()) {
      old = manager.save(Progress.at(1), state(1)).version();
    }
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      store.before(
          RequestMatch.next(RequestKind.GET).keyContaining("/data/"),
          () -> {
            saveFrom(2);
            GarbageCollector.of(direct, RANKER).collect();
          });
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(restored.passedOver()).isEmpty();
      assertThat(restored.progress().step()).isEqualTo(4);
      assertThat(restored.item("state", Codecs.doubles())).isEqualTo(values(4));
      assertThatThrownBy(() -> reader.restore(old))
          .isInstanceOf(CheckpointNotFoundException.class)
          .hasMessageContaining("v" + old);
    }
  }

  private void saveFrom(long step) {
    try (CheckpointManager manager = manager()) {
      for (long now = step; now <= step + 2; now++) {
        manager.save(Progress.at(now), state(now));
        minutes.incrementAndGet();
      }
    }
  }

  /** What a writer leaves that dies: chunks, entries, and parts of runs that are kept no longer. */
  private void leaveGarbage() {
    CheckpointManager dying = manager();
    for (int step = 1; step <= 3; step++) {
      dying.save(Progress.at(step), state(step));
      minutes.incrementAndGet();
    }
    RegisteredRun first = null;
    for (int number = 0; number < 5; number++) {
      RegisteredRun run = dying.register(definition(number), OnMismatch.RECOMPUTE);
      first = first == null ? run : first;
      part(run, "part");
      minutes.incrementAndGet();
    }
    leaveChunkOfFailedSave(dying);
    // An executor that has not heard yet.
    part(java.util.Objects.requireNonNull(first), "late");
    // It hears nothing and says nothing any more.
    store.inject(RequestMatch.next().everyTime(), Fault.lostRequest());
    dying.close();
    store.heal();
  }

  private void leaveChunkOfFailedSave(CheckpointManager manager) {
    store.inject(PUT_ENTRY, Fault.refused());
    store.inject(RequestMatch.next(RequestKind.DELETE), Fault.lostRequest());
    assertThatThrownBy(() -> manager.save(Progress.at(2), state(-1)))
        .isInstanceOf(CairnException.class);
  }

  private void part(RegisteredRun run, String name) {
    direct.put(run.prefix().key(name), ByteBuffer.allocate(7), WriteCondition.IF_ABSENT);
  }

  private static RunDefinition definition(int number) {
    return RunDefinition.builder().codeVersion("v" + number).units(10).build();
  }

  private void requireLatest(long step, long content) {
    try (CheckpointReader reader = CheckpointReader.open(direct, RANKER)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(restored.passedOver()).isEmpty();
      assertThat(restored.progress().step()).isEqualTo(step);
      assertThat(restored.item("state", Codecs.doubles())).isEqualTo(values(content));
    }
  }

  private CheckpointManager manager() {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.last(1))
        .grace(Duration.ZERO)
        .commitTimeout(Duration.ZERO)
        .clock(() -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.get())))
        .open();
  }

  private static State state(long step) {
    return State.of("state", Codecs.doubles(), values(step));
  }

  private static double[] values(long step) {
    double[] values = new double[CHUNKED];
    Arrays.setAll(values, i -> step * 1000.0 + Math.sin(i));
    return values;
  }
}
