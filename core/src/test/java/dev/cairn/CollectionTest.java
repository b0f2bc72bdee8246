package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Checkpoints that go while somebody reads them, without any grace: never damage. */
final class CollectionTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int INLINE = 100;
  private static final int CHUNKED = 10_000;
  private static final RequestMatch GET = RequestMatch.next(RequestKind.GET);

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private final Stored stored = new Stored(memory, RANKER);

  @Test
  void restoreLatest_collectedAtAnyRequest_givesANewerOne() {
    for (int size : new int[] {INLINE, CHUNKED}) {
      for (int request = 0; request < 4; request++) {
        saveAndDrop(1, size);
        store.before(GET.skipping(request), () -> saveAndDrop(2, size));
        try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
          Restored restored = reader.restoreLatest().orElseThrow();
          assertThat(restored.passedOver()).isEmpty();
          long step = restored.progress().step();
          assertThat(step).isIn(1L, 2L, 3L, 4L);
          assertThat(restored.item("state", Codecs.doubles())).isEqualTo(values(step, size));
        }
        store.heal();
      }
    }
  }

  @Test
  void restore_collectedWhileItIsRead_isNotFound() {
    long version = saveAndDrop(1, CHUNKED);
    store.before(GET.keyContaining("/data/"), () -> saveAndDrop(2, CHUNKED));
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThatThrownBy(() -> reader.restore(version))
          .isInstanceOf(CheckpointNotFoundException.class)
          .hasMessageContaining("v" + version);
    }
  }

  @Test
  void restore_entryCollectedWhileItIsRead_isNotFound() {
    long version = saveAndDrop(1, INLINE);
    try (CheckpointManager manager = open()) {
      // The newest entry is the claim now, so the payload is read from an older one.
      store.before(
          GET.keyContaining(stored.entry(version).name()),
          () -> {
            manager.save(Progress.at(2), state(2, INLINE));
            manager.save(Progress.at(3), state(3, INLINE));
            end(manager);
          });
      try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
        assertThatThrownBy(() -> reader.restore(version))
            .isInstanceOf(CheckpointNotFoundException.class);
        assertThat(reader.restoreLatest().orElseThrow().progress().step()).isEqualTo(3);
      }
    }
  }

  @Test
  void restoreLatest_allCollectedOverAndOver_givesUpWithoutSpeakingOfDamage() {
    saveAndDrop(1, CHUNKED);
    store.before(GET.keyContaining("/data/").everyTime(), () -> saveAndDrop(2, CHUNKED));
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThatThrownBy(reader::restoreLatest)
          .isInstanceOf(CheckpointNotFoundException.class)
          .hasMessageContaining("faster than they can be read");
    }
  }

  @Test
  void restoreLatest_byAManagerWhoseNextSaveCollectsIt_givesANewerOne() {
    try (CheckpointManager manager = open(store)) {
      manager.save(Progress.at(1), state(1, CHUNKED));
      store.before(
          GET.keyContaining("/data/"),
          () -> {
            manager.save(Progress.at(2), state(2, CHUNKED));
            manager.save(Progress.at(3), state(3, CHUNKED));
            memory.delete(stored.keys("data").stream().filter(key -> !isNeeded(key)).toList());
          });
      Restored restored = manager.restoreLatest().orElseThrow();
      assertThat(restored.progress().step()).isGreaterThan(1);
      assertThat(restored.passedOver()).isEmpty();
    }
  }

  @Test
  void grace_readersFinish_thoughTheClockOfEachWriterIsAnHourOff() {
    AtomicLong minutes = new AtomicLong();
    for (int off : new int[] {60, -60, 0, 60}) {
      minutes.set(1000 + off);
      try (CheckpointManager manager = graceful(minutes)) {
        for (int step = 1; step <= 3; step++) {
          manager.save(Progress.at(step), state(step, CHUNKED));
          minutes.addAndGet(20);
        }
        // What was retired 20 minutes ago by this clock can be read.
        assertThat(stored.index().retired())
            .extracting(row -> row.checkpoint().version())
            .contains(manager.latest().orElseThrow().version() - 2);
      }
      stored.requireNothingMissing();
      try (CheckpointReader reader = CheckpointReader.open(memory, RANKER)) {
        assertThat(reader.restoreLatest().orElseThrow().progress().step()).isEqualTo(3);
        assertThat(reader.recoveryInfo().age().orElseThrow()).isGreaterThanOrEqualTo(Duration.ZERO);
      }
    }
  }

  @Test
  void close_ofAFencedManager_deletesNothingThatIsNeeded() {
    CheckpointManager first = open();
    first.save(Progress.at(1), state(1, CHUNKED));
    first.save(Progress.at(2), state(2, CHUNKED));
    try (CheckpointManager second = open()) {
      second.save(Progress.at(1), state(1, CHUNKED));
      second.save(Progress.at(2), state(2, CHUNKED));
      assertThatThrownBy(() -> first.save(Progress.at(9), state(9, CHUNKED)))
          .isInstanceOf(FencedException.class);
      first.close();
      stored.requireNothingMissing();
      second.save(Progress.at(3), state(1, CHUNKED));
      stored.requireNothingMissing();
    }
    stored.requireNothingMissing();
    assertThat(stored.keys("data")).allMatch(this::isNeeded);
  }

  @Test
  void grace_ofAnyLength_canBeGiven() {
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(memory)
            .process(RANKER)
            .keep(Keep.last(1).or(Keep.youngerThan(Duration.ofSeconds(Long.MAX_VALUE))))
            .grace(Duration.ofSeconds(Long.MAX_VALUE))
            .open()) {
      for (int step = 1; step <= 3; step++) {
        manager.save(Progress.at(step), State.empty());
      }
      manager.delete(2);
      manager.save(Progress.at(4), State.empty());
      assertThat(manager.list()).hasSize(3);
    }
  }

  /** Saves twice more in a manager of its own, so that what was there before is gone. */
  private long saveAndDrop(int step, int size) {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(step), state(step, size));
      manager.save(Progress.at(step + 1), state(step + 1, size));
      return manager.save(Progress.at(step + 2), state(step + 2, size)).version();
    }
  }

  private boolean isNeeded(ObjectKey key) {
    return stored.index().readable().anyMatch(row -> stored.chunks(row.version()).contains(key));
  }

  private CheckpointManager graceful(AtomicLong minutes) {
    return CheckpointManager.builder()
        .store(memory)
        .process(RANKER)
        .keep(Keep.last(1))
        .grace(Duration.ofMinutes(30))
        .clock(() -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.get())))
        .open();
  }

  /** Closes early, so that what was dropped is deleted. */
  private static void end(CheckpointManager manager) {
    manager.close();
  }

  private CheckpointManager open() {
    return open(memory);
  }

  private static CheckpointManager open(ObjectStore store) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.last(1))
        .grace(Duration.ZERO)
        .open();
  }

  private static State state(int step, int size) {
    return State.of("state", Codecs.doubles(), values(step, size));
  }

  private static double[] values(long step, int size) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> step * 1000.0 + Math.sin(i));
    return values;
  }
}
