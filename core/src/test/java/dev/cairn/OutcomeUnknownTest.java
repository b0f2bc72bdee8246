package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Saves that the store gave no clear answer to, and what comes after them. */
final class OutcomeUnknownTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final RequestMatch ENTRY =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");
  private static final RequestMatch CHUNK = RequestMatch.next(RequestKind.PUT);

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);
  private final Stored stored = new Stored(memory, RANKER);

  static List<Fault> openOutcomes() {
    return List.of(Fault.lostRequest(), Fault.lostAnswer(), Fault.late(), Fault.conflict());
  }

  @ParameterizedTest
  @MethodSource("openOutcomes")
  void saveAgain_settlesTheFirstOneAndCommitsTheSecond(Fault fault) {
    try (CheckpointManager manager = open()) {
      store.inject(ENTRY, fault);
      assertThatThrownBy(() -> manager.save(Progress.at(1), state(1)))
          .isInstanceOf(CommitOutcomeUnknownException.class)
          .hasMessageContaining("v2 of training/ranker");
      assertThat(manager.list()).isEmpty();
      manager.save(Progress.at(2), state(2));
      store.landLate();
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(1L, 2L);
      for (Checkpoint each : manager.list()) {
        assertThat(manager.restore(each.version()).item("state", Codecs.longs()))
            .isEqualTo(values(each.progress().step()));
      }
    }
    stored.requireNothingMissing();
  }

  @ParameterizedTest
  @MethodSource("openOutcomes")
  void close_deletesNothingOfIt_soThatItIsWholeWhenItLandsLate(Fault fault) {
    CheckpointManager manager = open();
    store.inject(ENTRY, fault);
    assertThatThrownBy(() -> manager.save(Progress.at(1), state(1)))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    manager.close();
    store.landLate();
    stored.requireNothingMissing();
    boolean landed = !stored.index().live().isEmpty();
    assertThat(landed)
        .isEqualTo(fault.kind() == Fault.Kind.LATE || fault.kind() == Fault.Kind.LOST_ANSWER);
    try (CheckpointManager next = open()) {
      next.save(Progress.at(2), state(1));
      stored.requireNothingMissing();
      assertThat(next.list()).hasSize(landed ? 2 : 1);
    }
  }

  @Test
  void openAgain_beforeItLands_fencesIt() {
    CheckpointManager manager = open();
    store.inject(ENTRY, Fault.late());
    assertThatThrownBy(() -> manager.save(Progress.at(1), state(1)))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    try (CheckpointManager next = open()) {
      store.landLate();
      assertThat(next.restoreLatest()).isEmpty();
      next.save(Progress.at(5), state(5));
      assertThatThrownBy(() -> manager.save(Progress.at(2), state(2)))
          .isInstanceOf(FencedException.class);
      manager.close();
    }
    stored.requireNothingMissing();
    assertThat(stored.index().live())
        .singleElement()
        .satisfies(row -> assertThat(row.step()).isEqualTo(5));
  }

  @Test
  void save_chunkNotStored_isNotAppliedAndLeavesNothing() {
    for (Fault fault : List.of(Fault.lostRequest(), Fault.lostAnswer(), Fault.refused())) {
      try (CheckpointManager manager = open()) {
        int before = manager.list().size();
        store.inject(CHUNK.skipping(1), fault);
        Class<? extends CairnException> expected =
            fault.kind() == Fault.Kind.REFUSED
                ? StoreException.class
                : StoreUnavailableException.class;
        assertThatThrownBy(() -> manager.save(Progress.at(1), wide(before))).isInstanceOf(expected);
        assertThat(manager.list()).hasSize(before);
        Checkpoint saved = manager.save(Progress.at(2), wide(before));
        assertThat(manager.restoreLatest().orElseThrow().checkpoint()).isEqualTo(saved);
      }
      assertThat(stored.keys("data")).hasSize(3 * stored.index().live().size());
    }
  }

  @Test
  void save_codecFailsInTheMiddle_leavesNothing() {
    try (CheckpointManager manager = open()) {
      State half = wide(1).and("bad", new ThrowingCodec(), "value");
      assertThatThrownBy(() -> manager.save(Progress.at(1), half))
          .isInstanceOf(IllegalStateException.class);
      manager.save(Progress.at(2), State.empty());
    }
    assertThat(stored.keys("data")).isEmpty();
  }

  @Test
  void restore_storeDoesNotAnswer_isNeverDamage() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), wide(1));
      manager.save(Progress.at(2), wide(2));
    }
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      for (Fault fault : List.of(Fault.lostRequest(), Fault.lostAnswer(), Fault.refused())) {
        for (int request = 0; request < 5; request++) {
          store.inject(RequestMatch.next().skipping(request), fault);
          assertThatThrownBy(reader::restoreLatest)
              .isInstanceOfAny(StoreUnavailableException.class, StoreException.class);
          Restored restored = reader.restoreLatest().orElseThrow();
          assertThat(restored.progress().step()).isEqualTo(2);
          assertThat(restored.passedOver()).isEmpty();
        }
      }
    }
  }

  private CheckpointManager open() {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.all())
        .grace(Duration.ZERO)
        .commitTimeout(Duration.ZERO)
        .open();
  }

  private static State state(long step) {
    return State.of("state", Codecs.longs(), values(step));
  }

  /** Three items of one chunk each. */
  private static State wide(long step) {
    return State.of("a", Codecs.longs(), values(step))
        .and("b", Codecs.longs(), values(step + 1000))
        .and("c", Codecs.longs(), values(step + 2000));
  }

  private static long[] values(long step) {
    return new Random(step).longs(10_000).toArray();
  }

  private record ThrowingCodec() implements Codec<String> {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public void encode(String value, OutputStream out) throws IOException {
      out.write(new byte[100_000]);
      throw new IllegalStateException(value);
    }

    @Override
    public String decode(InputStream in) {
      throw new IllegalStateException();
    }
  }
}
