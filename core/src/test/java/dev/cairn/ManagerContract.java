package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.policy.OnDamage;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the manager promises on any store. Each store subclasses this; what goes deeper is tested on
 * the one in memory.
 */
public abstract class ManagerContract {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int CHUNKED = 10_000;
  private static final RequestMatch GET_CHUNK =
      RequestMatch.next(RequestKind.GET).keyContaining("/data/");
  private static final RequestMatch PUT_ENTRY =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final AtomicLong minutes = new AtomicLong();
  private ObjectStore direct;
  private FaultyStore store;
  private Stored stored;

  /** A contract; its store is opened for each test. */
  @SuppressWarnings("NullAway.Init") // The test engine calls the method that sets the fields.
  protected ManagerContract() {}

  /** Opens the store under test, which is empty. */
  protected abstract ObjectStore open() throws IOException;

  @BeforeEach
  final void openStore() throws IOException {
    direct = open();
    store = new FaultyStore(direct);
    stored = new Stored(direct, RANKER);
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  void save_arrayChangedAfterwards_storesWhatItWas() {
    double[] values = values(1);
    try (CheckpointManager manager = manager(Keep.all())) {
      PendingSave behind = manager.saveAsync(Progress.at(1), state(values));
      Arrays.fill(values, -1);
      long version = behind.await().version();
      assertThat(manager.restore(version).item("state", Codecs.doubles())).isEqualTo(values(1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void restoreLatest_newestTwoDamaged_givesTheOneBeforeAndGoesOn(Damage damage) {
    List<Checkpoint> saved = new ArrayList<>();
    try (CheckpointManager manager = manager(Keep.all())) {
      for (int step = 1; step <= 3; step++) {
        saved.add(manager.save(Progress.at(step), state(values(step))));
      }
    }
    for (Checkpoint each : saved.subList(1, 3)) {
      damage.strike(
          direct,
          stored.chunks(each.version()).get(0),
          stored.chunks(saved.get(0).version()).get(0));
    }
    try (CheckpointManager manager = manager(Keep.last(1))) {
      Restored restored = manager.restoreLatest().orElseThrow();
      requireState(restored, 1);
      assertThat(restored.passedOver()).hasSize(2);
      manager.mark(Status.INTERRUPTED, Optional.empty());
      // The same states again, bit for bit: nothing is taken over from the damaged ones.
      manager.save(Progress.at(2), state(values(2)));
      manager.save(Progress.at(3), state(values(3)));
    }
    try (CheckpointReader reader = CheckpointReader.open(direct, RANKER)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      requireState(restored, 3);
      assertThat(restored.passedOver()).isEmpty();
    }
  }

  /** All but one of three, and all three: what is restored, and what the log says of it. */
  @ParameterizedTest
  @EnumSource
  void restoreLatest_newestDamaged_isSaidByTheNextCheckpointAndRefusedStrictly(Damage damage) {
    for (int damaged = 0; damaged <= 3; damaged++) {
      ProcessId process = ProcessId.training("damaged-" + damaged);
      Stored ofProcess = new Stored(direct, process);
      List<Long> saved = new ArrayList<>();
      try (CheckpointManager manager = builder(Keep.all()).process(process).open()) {
        for (int step = 1; step <= 3; step++) {
          saved.add(manager.save(Progress.at(step), state(values(step))).version());
        }
      }
      for (long version : saved.subList(3 - damaged, 3)) {
        damage.strike(direct, ofProcess.chunks(version).get(0), ofProcess.entry(1));
      }
      try (CheckpointReader strict = CheckpointReader.open(direct, process, OnDamage.FAIL);
          CheckpointManager manager = builder(Keep.last(1)).process(process).open()) {
        if (damaged > 0) {
          assertThatThrownBy(strict::restoreLatest).isInstanceOf(DamagedException.class);
        }
        if (damaged == 3) {
          assertThatThrownBy(manager::restoreLatest).isInstanceOf(DamagedException.class);
          continue;
        }
        Restored restored = manager.restoreLatest().orElseThrow();
        requireState(restored, 3 - damaged);
        assertThat(restored.passedOver()).hasSize(damaged);
        Checkpoint next = manager.save(Progress.at(4), state(values(4)));
        assertThat(next.fallback().map(Fallback::version))
            .isEqualTo(damaged == 0 ? Optional.empty() : Optional.of(saved.get(2 - damaged)));
        requireState(strict.restoreLatest().orElseThrow(), 4);
      }
    }
  }

  @Test
  void save_diskFull_losesNothingAndGoesOnWhenThereIsRoom() {
    try (CheckpointManager manager = manager(Keep.last(2))) {
      manager.save(Progress.at(1), state(values(1)));
      for (int put = 0; put < 2; put++) {
        store.inject(
            RequestMatch.next(RequestKind.PUT, RequestKind.PUT_IF_ABSENT).skipping(put),
            Fault.refused());
        assertThatThrownBy(() -> manager.save(Progress.at(2), state(values(2))))
            .isInstanceOf(StoreException.class);
        requireLatest(1);
        assertThat(stored.keys("data")).hasSize(1);
      }
      manager.save(Progress.at(2), state(values(2)));
      requireLatest(2);
    }
  }

  @Test
  void save_afterAnotherOpened_isFenced() {
    try (CheckpointManager first = manager(Keep.last(2))) {
      first.save(Progress.at(1), state(values(1)));
      try (CheckpointManager second = manager(Keep.last(2))) {
        requireState(second.restoreLatest().orElseThrow(), 1);
        assertThatThrownBy(() -> first.save(Progress.at(9), state(values(9))))
            .isInstanceOf(FencedException.class);
        second.save(Progress.at(2), state(values(2)));
        requireLatest(2);
      }
    }
    requireLatest(2);
    assertThat(stored.keys("data")).hasSize(2);
  }

  @Test
  void save_twoManagersAtOnce_losesNothingThatWasAcknowledged() throws Exception {
    ConcurrentMap<Long, Long> acknowledged = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both = new ArrayList<>();
      for (long first : new long[] {100, 200}) {
        both.add(threads.submit(() -> saveUntilFenced(first, acknowledged)));
      }
      for (Future<?> each : both) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(12);
    try (CheckpointReader reader = CheckpointReader.open(direct, RANKER)) {
      assertThat(reader.list()).hasSizeGreaterThanOrEqualTo(acknowledged.size());
      acknowledged.forEach((version, step) -> requireState(reader.restore(version), step));
    }
  }

  /** Opens the process over and over; the last one of all to open it is never fenced. */
  private void saveUntilFenced(long first, ConcurrentMap<Long, Long> acknowledged) {
    long step = first;
    for (int opened = 0; opened < 3; opened++) {
      try (CheckpointManager manager = manager(Keep.all())) {
        for (int i = 0; i < 4; i++) {
          step++;
          acknowledged.put(manager.save(Progress.at(step), state(values(step))).version(), step);
        }
      } catch (FencedException e) {
        // The other one has opened it; nothing was acknowledged.
      }
    }
    // One of the two opens the process last, and has it to itself.
    for (boolean saved = false; !saved; ) {
      try (CheckpointManager manager = manager(Keep.all())) {
        for (int i = 0; i < 6; i++) {
          step++;
          acknowledged.put(manager.save(Progress.at(step), state(values(step))).version(), step);
        }
        saved = true;
      } catch (FencedException e) {
        // Once more.
      }
    }
  }

  @Test
  void delete_whileASaveReusesItsChunk_isSeenByTheSave() {
    try (CheckpointManager manager = manager(Keep.all())) {
      long first = manager.save(Progress.at(1), state(values(1))).version();
      store.before(PUT_ENTRY, () -> CheckpointEditor.of(direct, RANKER).delete(first));
      manager.save(Progress.at(2), state(values(1)));
      minutes.incrementAndGet();
      manager.save(Progress.at(3), State.empty());
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(2L, 3L);
    }
    assertThat(stored.keys("data")).hasSize(1);
    stored.requireNothingMissing();
  }

  @Test
  void restore_collectedMeanwhile_givesANewerOneOrIsNotFound() {
    long version = saveAndDrop(1);
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      store.before(GET_CHUNK, () -> saveAndDrop(4));
      Restored restored = reader.restoreLatest().orElseThrow();
      requireState(restored, 6);
      assertThat(restored.passedOver()).isEmpty();
      assertThatThrownBy(() -> reader.restore(version))
          .isInstanceOf(CheckpointNotFoundException.class);
    }
  }

  @Test
  void clocks_anHourOffInBothDirections_loseNothing() {
    long step = 0;
    for (int off : new int[] {60, -60, 0, 60, -60}) {
      minutes.addAndGet(off);
      try (CheckpointManager manager = manager(Keep.last(1))) {
        if (step > 0) {
          requireState(manager.restoreLatest().orElseThrow(), step);
        }
        for (int i = 0; i < 3; i++) {
          manager.save(Progress.at(++step), state(values(step)));
          minutes.incrementAndGet();
        }
      }
      stored.requireNothingMissing();
    }
    requireLatest(15);
  }

  @Test
  void clocks_anHourOffWithGraceAndRetentionByAge_keepTheNewestAndEverythingItNeeds() {
    long step = 0;
    for (int off : new int[] {60, -60, -60, 60, 60}) {
      minutes.addAndGet(off);
      Keep young =
          new Keep.YoungerThan(
              Duration.ofMinutes(30), () -> Instant.now().plus(Duration.ofMinutes(minutes.get())));
      try (CheckpointManager manager = builder(young).grace(Duration.ofMinutes(5)).open()) {
        if (step > 0) {
          requireState(manager.restoreLatest().orElseThrow(), step);
        }
        for (int i = 0; i < 3; i++) {
          manager.save(Progress.at(++step), state(values(step)));
        }
      }
      stored.requireNothingMissing();
      requireLatest(step);
    }
  }

  private long saveAndDrop(long step) {
    try (CheckpointManager manager = manager(Keep.last(1))) {
      for (long now = step; now < step + 2; now++) {
        manager.save(Progress.at(now), state(values(now)));
        minutes.incrementAndGet();
      }
      return manager.save(Progress.at(step + 2), state(values(step + 2))).version();
    }
  }

  private void requireLatest(long step) {
    try (CheckpointReader reader = CheckpointReader.open(direct, RANKER)) {
      requireState(reader.restoreLatest().orElseThrow(), step);
    }
  }

  private static void requireState(Restored restored, long step) {
    assertThat(restored.progress().step()).isEqualTo(step);
    assertThat(restored.item("state", Codecs.doubles())).isEqualTo(values(step));
  }

  private CheckpointManager manager(Keep keep) {
    return builder(keep).open();
  }

  private CheckpointManagerBuilder builder(Keep keep) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(keep)
        .grace(Duration.ZERO)
        .clock(() -> Instant.now().plus(Duration.ofMinutes(minutes.get())));
  }

  private static State state(double[] values) {
    return State.of("state", Codecs.doubles(), values);
  }

  private static double[] values(long step) {
    double[] values = new double[CHUNKED];
    Arrays.setAll(values, i -> step * 1000.0 + Math.sin(i));
    return values;
  }
}
