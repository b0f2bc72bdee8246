package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damage to the newest checkpoints: what is restored, what is said, and what is kept from then on.
 */
final class DamageTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final ProcessId OTHER = ProcessId.training("other");
  private static final int CHECKPOINTS = 5;
  private static final int INLINE = 100;
  private static final int CHUNKED = 10_000;

  private final MemoryStore store = new MemoryStore();
  private final Stored stored = new Stored(store, RANKER);

  @BeforeEach
  void saveOther() {
    try (CheckpointManager manager =
        CheckpointManager.builder().store(store).process(OTHER).open()) {
      manager.save(Progress.at(1), state(99, CHUNKED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoreLatest_newestChunksDamaged_givesTheNewestWholeOneAndReportsTheRest(Damage damage) {
    for (int damaged = 0; damaged <= CHECKPOINTS; damaged++) {
      List<Checkpoint> saved = saveAll(CHUNKED);
      for (Checkpoint checkpoint : newest(saved, damaged)) {
        damage.strike(store, chunk(checkpoint.version()), decoy());
      }
      requireRestored(saved, damaged);
      startOver();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DELETED")
  void restoreLatest_newestEntriesDamaged_givesTheNewestWholeOneAndReportsTheRest(Damage damage) {
    for (int size : new int[] {INLINE, CHUNKED}) {
      for (int damaged = 0; damaged < CHECKPOINTS; damaged++) {
        List<Checkpoint> saved = saveAll(size);
        for (Checkpoint checkpoint : newest(saved, damaged)) {
          damage.strike(
              store, stored.entry(checkpoint.version()), stored.entry(saved.get(0).version() - 1));
        }
        requireRestored(saved, damaged);
        startOver();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoreLatest_newestPayloadsDamagedUnderAClaim_givesTheNewestWholeOne(Damage damage) {
    for (int damaged = 0; damaged <= CHECKPOINTS; damaged++) {
      List<Checkpoint> saved = saveAll(INLINE);
      open(Keep.all()).close();
      for (Checkpoint checkpoint : newest(saved, damaged)) {
        damage.strike(
            store, stored.entry(checkpoint.version()), stored.entry(saved.get(0).version() - 1));
      }
      requireRestored(saved, damaged);
      startOver();
    }
  }

  @Test
  void save_sameStateAsTheDamagedOne_uploadsItAgain() {
    List<Checkpoint> saved = saveAll(CHUNKED);
    Damage.FLIPPED.strike(store, chunk(saved.get(4).version()), decoy());
    try (CheckpointManager manager = open(Keep.last(1))) {
      assertThat(manager.restoreLatest().orElseThrow().progress().step()).isEqualTo(4);
      // The run goes on from step 4 and computes what it had at step 5, bit for bit.
      manager.save(Progress.at(5), state(5, CHUNKED));
      manager.save(Progress.at(5), state(5, CHUNKED));
      assertThat(restored().passedOver()).isEmpty();
      assertThat(restored().item("state", Codecs.doubles())).isEqualTo(values(5, CHUNKED));
    }
  }

  @Test
  void save_everythingDamaged_buildsOnNothingOfIt() {
    List<Checkpoint> saved = saveAll(CHUNKED);
    saved.forEach(each -> Damage.FLIPPED.strike(store, chunk(each.version()), decoy()));
    try (CheckpointManager manager = open(Keep.all())) {
      assertThatThrownBy(manager::restoreLatest).isInstanceOf(DamagedException.class);
      for (Checkpoint each : saved) {
        manager.save(each.progress(), state((int) each.progress().step(), CHUNKED));
        assertThat(restored().progress()).isEqualTo(each.progress());
      }
    }
  }

  @Test
  void save_afterAFallback_keepsWhatTheProcessRunsOnUntilItHasSaved() {
    List<Checkpoint> saved = saveAll(CHUNKED);
    for (Checkpoint each : newest(saved, 2)) {
      Damage.DELETED.strike(store, chunk(each.version()), decoy());
    }
    try (CheckpointManager manager = open(Keep.last(1))) {
      assertThat(manager.restoreLatest().orElseThrow().progress().step()).isEqualTo(3);
      manager.registerAnew(RunDefinition.builder().codeVersion("v1").units(1).build());
      assertThat(stored.index().live())
          .extracting(row -> row.version())
          .containsExactly(saved.get(2).version(), saved.get(4).version());
    }
    assertThat(restored().progress().step()).isEqualTo(3);
  }

  @Test
  void mark_nothingRestoredAndNewestDamaged_carriesTheNewestWholeOne() {
    List<Checkpoint> saved = saveAll(CHUNKED);
    Damage.FLIPPED.strike(store, chunk(saved.get(4).version()), decoy());
    for (int restart = 0; restart < 4; restart++) {
      try (CheckpointManager manager = open(Keep.last(1))) {
        manager.mark(Status.FAILED, Optional.of("no disk"));
      }
    }
    assertThat(restored().passedOver()).isEmpty();
    assertThat(restored().progress())
        .isEqualTo(Progress.at(4).status(Status.FAILED).because("no disk"));
    assertThat(restored().item("state", Codecs.doubles())).isEqualTo(values(4, CHUNKED));
  }

  @Test
  void mark_everythingDamaged_writesNothing() {
    List<Checkpoint> saved = saveAll(CHUNKED);
    saved.forEach(each -> Damage.DELETED.strike(store, chunk(each.version()), decoy()));
    try (CheckpointManager manager = open(Keep.last(1))) {
      assertThatThrownBy(() -> manager.mark(Status.FAILED, Optional.empty()))
          .isInstanceOf(DamagedException.class);
    }
    assertThat(stored.index().live()).hasSize(CHECKPOINTS);
  }

  @Test
  void mark_onlyARetiredOneIsWhole_carriesItsStateIntoALiveOne() {
    for (int size : new int[] {INLINE, CHUNKED}) {
      try (CheckpointManager manager = builder(Keep.last(1)).grace(Duration.ofHours(1)).open()) {
        manager.save(Progress.at(1), state(1, size));
        Checkpoint newest = manager.save(Progress.at(2), state(2, CHUNKED));
        Damage.TRUNCATED.strike(store, chunk(newest.version()), decoy());
      }
      try (CheckpointManager manager = builder(Keep.last(1)).grace(Duration.ofHours(1)).open()) {
        assertThat(manager.restoreLatest().orElseThrow().progress().step()).isEqualTo(1);
        manager.mark(Status.INTERRUPTED, Optional.empty());
      }
      try (CheckpointManager manager = open(Keep.last(1))) {
        manager.mark(Status.INTERRUPTED, Optional.empty());
        manager.mark(Status.INTERRUPTED, Optional.empty());
      }
      assertThat(restored().passedOver()).isEmpty();
      assertThat(restored().item("state", Codecs.doubles())).isEqualTo(values(1, size));
      stored.requireNothingMissing();
      startOver();
    }
  }

  @Test
  void mark_ownSaveDamagedSince_carriesTheOneThatWasRestoredInstead() {
    for (int size : new int[] {INLINE, CHUNKED}) {
      try (CheckpointManager manager = open(Keep.last(2))) {
        manager.save(Progress.at(1), state(1, size));
        Checkpoint newest = manager.save(Progress.at(2), state(2, CHUNKED));
        Damage.FLIPPED.strike(store, chunk(newest.version()), decoy());
        assertThat(manager.restoreLatest().orElseThrow().progress().step()).isEqualTo(1);
        manager.mark(Status.INTERRUPTED, Optional.empty());
        assertThat(restored().passedOver()).isEmpty();
        assertThat(restored().item("state", Codecs.doubles())).isEqualTo(values(1, size));
      }
      startOver();
    }
  }

  @Test
  void restore_damagedUnderADamagedEntry_isDamagedNotAbsent() {
    List<Checkpoint> saved = saveAll(CHUNKED);
    try (CheckpointManager manager = open(Keep.all())) {
      Checkpoint newest = manager.save(Progress.at(6), state(6, CHUNKED));
      Damage.FLIPPED.strike(store, chunk(newest.version()), decoy());
      Damage.FLIPPED.strike(store, stored.entry(newest.version()), stored.entry(1));
      assertThatThrownBy(() -> manager.restore(newest.version()))
          .isInstanceOf(DamagedException.class);
      assertThat(manager.restoreLatest().orElseThrow().checkpoint().version())
          .isEqualTo(saved.get(4).version());
    }
  }

  @Test
  void save_openedOverDamagedEntries_reusesNothingOfTheOldIndex() {
    for (Keep keep : List.of(Keep.last(1), Keep.all())) {
      CheckpointManager first = open(keep);
      long version = first.save(Progress.at(1), state(1, CHUNKED)).version();
      List<ObjectKey> chunks = stored.chunks(version);
      // The first goes, and waits to be deleted.
      CheckpointEditor.of(store, RANKER).delete(version);
      first.save(Progress.at(2), state(2, CHUNKED));
      first.save(Progress.at(3), state(3, CHUNKED));
      for (long damaged = version + 1; damaged <= version + 3; damaged++) {
        Damage.FLIPPED.strike(store, stored.entry(damaged), stored.entry(1));
      }
      try (CheckpointManager second = open(keep)) {
        // It is whole: nobody has deleted it yet.
        assertThat(second.restoreLatest().orElseThrow().checkpoint().version()).isEqualTo(version);
        second.mark(Status.INTERRUPTED, Optional.empty());
        second.save(Progress.at(1), state(1, CHUNKED));
        first.close();
        assertThat(stored.keys("data")).doesNotContainAnyElementsOf(chunks);
        for (int back = 0; back < 2; back++) {
          Restored restored = restored(second.latest().orElseThrow().version() - back);
          assertThat(restored.item("state", Codecs.doubles())).isEqualTo(values(1, CHUNKED));
        }
        assertThat(restored().passedOver()).isEmpty();
      }
      startOver();
    }
  }

  // An entry that is gone without a trace is no damage that a log could show: the newest entry is
  // the truth. So the newest entries are damaged in every way but that.

  /** Saves one checkpoint after the other; their steps are 1, 2, 3 and so on. */
  private List<Checkpoint> saveAll(int size) {
    List<Checkpoint> saved = new ArrayList<>();
    try (CheckpointManager manager = open(Keep.all())) {
      for (int step = 1; step <= CHECKPOINTS; step++) {
        saved.add(manager.save(Progress.at(step), state(step, size)));
      }
    }
    return saved;
  }

  private void requireRestored(List<Checkpoint> saved, int damaged) {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      if (damaged == CHECKPOINTS) {
        assertThatThrownBy(reader::restoreLatest).isInstanceOf(DamagedException.class);
      } else {
        requireRestored(reader.restoreLatest().orElseThrow(), saved, damaged);
      }
    }
    try (CheckpointManager manager = open(Keep.last(1))) {
      if (damaged == CHECKPOINTS) {
        assertThatThrownBy(manager::restoreLatest).isInstanceOf(DamagedException.class);
        return;
      }
      Restored restored = manager.restoreLatest().orElseThrow();
      requireRestored(restored, saved, damaged);
      manager.mark(Status.INTERRUPTED, Optional.empty());
      manager.mark(Status.INTERRUPTED, Optional.empty());
      assertThat(restored().progress().step()).isEqualTo(CHECKPOINTS - damaged);
      manager.save(Progress.at(50), state(50, CHUNKED));
      manager.save(Progress.at(51), state(51, CHUNKED));
    }
    assertThat(restored().progress().step()).isEqualTo(51);
    stored.requireNothingMissing();
  }

  private static void requireRestored(Restored restored, List<Checkpoint> saved, int damaged) {
    Checkpoint expected = saved.get(CHECKPOINTS - 1 - damaged);
    assertThat(restored.checkpoint()).isEqualTo(expected);
    int step = (int) expected.progress().step();
    assertThat(restored.item("state", Codecs.doubles()))
        .isEqualTo(values(step, (int) expected.bytes() / 8));
    assertThat(restored.passedOver()).hasSize(damaged);
    for (int i = 0; i < damaged; i++) {
      assertThat(restored.passedOver().get(i))
          .contains("v" + saved.get(CHECKPOINTS - 1 - i).version() + " of training/ranker")
          .contains("is damaged");
    }
  }

  private Restored restored() {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      return reader.restoreLatest().orElseThrow();
    }
  }

  private Restored restored(long version) {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      return reader.restore(version);
    }
  }

  /** A chunk of another process. */
  private ObjectKey decoy() {
    return new Stored(store, OTHER).chunks(2).get(0);
  }

  private ObjectKey chunk(long version) {
    return stored.chunks(version).get(0);
  }

  private static List<Checkpoint> newest(List<Checkpoint> saved, int count) {
    return saved.subList(saved.size() - count, saved.size());
  }

  private void startOver() {
    store.delete(stored.keys("log"));
    store.delete(stored.keys("data"));
  }

  private static State state(int step, int size) {
    return State.of("state", Codecs.doubles(), values(step, size));
  }

  private static double[] values(int step, int size) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> step * 1000.0 + Math.sin(i));
    return values;
  }

  private CheckpointManager open(Keep keep) {
    return builder(keep).open();
  }

  private CheckpointManagerBuilder builder(Keep keep) {
    return CheckpointManager.builder().store(store).process(RANKER).keep(keep).grace(Duration.ZERO);
  }
}
