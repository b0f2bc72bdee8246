package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.policy.OnDamage;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A store that does not answer, at each request of a restore in turn. It is never taken for damage:
 * nothing is passed over because of it, nothing is recorded, and asking again gives the answer.
 */
final class TransientErrorsTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int SIZE = 100_000;

  private final MemoryStore memory = new MemoryStore();
  private final Stored stored = new Stored(memory, RANKER);

  /** How a checkpoint is asked for; each of them is to give the newest. */
  enum Asking {
    LATEST,
    NAMED,
    STEP,
    BEST;

    Restored of(CheckpointReader reader) {
      return switch (this) {
        case LATEST -> reader.restoreLatest().orElseThrow();
        case NAMED -> reader.restore("golden");
        case STEP -> reader.restoreStep(3);
        case BEST -> reader.restoreBest("loss", Direction.MIN);
      };
    }
  }

  @BeforeEach
  void saveThree() {
    try (CheckpointManager manager = manager(new FaultyStore(memory))) {
      for (int step = 1; step <= 3; step++) {
        manager.save(Progress.at(step).metric("loss", 9 - step), state(step));
      }
      manager.tag("golden", "latest", Optional.empty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void restore_storeFailsAtAnyRequest_isNeverDamage(Asking asking) {
    for (Fault fault : new Fault[] {Fault.lostRequest(), Fault.lostAnswer(), Fault.refused()}) {
      for (OnDamage onDamage : OnDamage.values()) {
        int request = 0;
        boolean struck = true;
        while (struck) {
          FaultyStore store = new FaultyStore(memory);
          store.inject(RequestMatch.next().skipping(request), fault);
          try (CheckpointReader reader = CheckpointReader.open(store, RANKER, onDamage)) {
            requireNewestOrStoreError(() -> asking.of(reader));
            struck = !store.history().isEmpty();
            store.heal();
            requireNewest(asking.of(reader));
          }
          request++;
        }
        // Listing, getting the entry, and a chunk for each of three items.
        assertThat(request).isGreaterThan(5);
      }
    }
  }

  @Test
  void restore_storeFailsWhileDamageIsLookedInto_passesOverWhatIsDamagedAlone() {
    Damage.FLIPPED.strike(memory, stored.chunks(4).get(1), stored.entry(1));
    boolean struck = true;
    for (int request = 0; struck; request++) {
      FaultyStore store = new FaultyStore(memory);
      store.inject(RequestMatch.next().skipping(request), Fault.lostAnswer());
      try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
        Restored restored;
        try {
          restored = reader.restoreLatest().orElseThrow();
        } catch (StoreUnavailableException e) {
          restored = reader.restoreLatest().orElseThrow();
        }
        assertThat(restored.progress().step()).isEqualTo(2);
        assertThat(restored.passedOver()).hasSize(1);
        assertThat(restored.passedOver().get(0)).contains("v4 of");
      }
      struck = !store.history().isEmpty();
    }
  }

  @Test
  void save_afterARestoreThatTheStoreBroke_recordsNothingAndStoresNothingAgain() {
    int request = 0;
    boolean struck = true;
    while (struck) {
      FaultyStore store = new FaultyStore(memory);
      try (CheckpointManager manager = manager(store)) {
        store.inject(RequestMatch.next(RequestKind.GET).skipping(request), Fault.lostAnswer());
        requireNewestOrStoreError(() -> manager.restoreLatest().orElseThrow());
        struck = !store.history().isEmpty();
        int chunks = stored.keys("data").size();
        Checkpoint again = manager.save(Progress.at(3).metric("loss", 6), state(3));
        assertThat(again.fallback()).isEmpty();
        // What a fault had made suspect would have been stored anew.
        assertThat(stored.keys("data")).hasSize(chunks);
      }
      request++;
    }
    assertThat(request).isGreaterThan(3);
  }

  private static void requireNewestOrStoreError(Supplier<Restored> restore) {
    try {
      requireNewest(restore.get());
    } catch (StoreUnavailableException | StoreException e) {
      assertThat(e.getMessage()).doesNotContain("damaged");
    }
  }

  private static void requireNewest(Restored restored) {
    assertThat(restored.progress().step()).isEqualTo(3);
    assertThat(restored.passedOver()).isEmpty();
    assertThat(restored.item("c", Codecs.bytes())).isEqualTo(bytes(33));
  }

  private static CheckpointManager manager(FaultyStore store) {
    return CheckpointManager.builder().store(store).process(RANKER).keep(Keep.all()).open();
  }

  private static State state(int step) {
    return State.of("a", Codecs.bytes(), bytes(step))
        .and("b", Codecs.bytes(), bytes(10 + step))
        .and("c", Codecs.bytes(), bytes(30 + step));
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
