package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Edits that take the slot of a save, so that the save is built anew on them. */
final class RebaseTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final int INLINE = 100;
  private static final int CHUNKED = 10_000;
  private static final RequestMatch ENTRY =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final MemoryStore memory = new MemoryStore();
  private final CountingStore counting = new CountingStore(memory);
  private final FaultyStore store = new FaultyStore(counting);
  private final CheckpointEditor editor = CheckpointEditor.of(memory, RANKER);
  private final Stored stored = new Stored(memory, RANKER);

  @Test
  void save_whatItReusesIsDeletedMeanwhile_uploadsItAgain() {
    try (CheckpointManager manager = open(Keep.all())) {
      long first = manager.save(Progress.at(1), state(7, CHUNKED)).version();
      long puts = puts();
      store.before(ENTRY, () -> editor.delete(first));
      Checkpoint second = manager.save(Progress.at(2), state(7, CHUNKED));
      assertThat(puts() - puts).isEqualTo(1);
      assertThat(second.version()).isEqualTo(first + 2);
      // The grace is over, so that the deleted one goes from the store.
      manager.save(Progress.at(3), State.empty());
      end(manager);
      assertThat(stored.keys("data")).containsExactlyElementsOf(stored.chunks(second.version()));
      requireState(second.version(), 7, CHUNKED);
    }
  }

  @Test
  void save_whatItReusesIsUntouchedByTheEdit_uploadsNothing() {
    try (CheckpointManager manager = open(Keep.all())) {
      long first = manager.save(Progress.at(1), state(7, CHUNKED)).version();
      long puts = puts();
      store.before(ENTRY, () -> editor.pin(first));
      Checkpoint second = manager.save(Progress.at(2), state(7, CHUNKED));
      assertThat(puts() - puts).isZero();
      assertThat(stored.index().pins()).containsExactly(first);
      requireState(second.version(), 7, CHUNKED);
    }
  }

  @Test
  void save_chunkOfTwoOfWhichOneIsDeleted_isReused() {
    try (CheckpointManager manager = open(Keep.all())) {
      long first = manager.save(Progress.at(1), state(7, CHUNKED)).version();
      manager.save(Progress.at(2), state(7, CHUNKED));
      long puts = puts();
      store.before(ENTRY, () -> editor.delete(first));
      Checkpoint third = manager.save(Progress.at(3), state(7, CHUNKED));
      assertThat(puts() - puts).isZero();
      requireState(third.version(), 7, CHUNKED);
      stored.requireNothingMissing();
    }
  }

  @Test
  void save_severalEditsInARow_isBuiltOnTheLast() {
    try (CheckpointManager manager = open(Keep.all())) {
      long first = manager.save(Progress.at(1), state(1, CHUNKED)).version();
      long second = manager.save(Progress.at(2), state(2, CHUNKED)).version();
      State both =
          State.of("state", Codecs.doubles(), values(1, CHUNKED))
              .and("other", Codecs.doubles(), values(2, CHUNKED));
      long puts = puts();
      store.before(ENTRY, () -> editor.delete(first));
      store.before(ENTRY.skipping(1), () -> editor.delete(second));
      Checkpoint third = manager.save(Progress.at(3), both);
      assertThat(puts() - puts).isEqualTo(2);
      assertThat(third.version()).isEqualTo(second + 3);
      requireState(third.version(), 1, CHUNKED);
      assertThat(manager.restore(third.version()).item("other", Codecs.doubles()))
          .isEqualTo(values(2, CHUNKED));
    }
  }

  @Test
  void save_outcomeOpenAndAnEditInItsSlot_isBuiltOnTheEdit() {
    try (CheckpointManager manager = builder(Keep.all()).commitTimeout(Duration.ZERO).open()) {
      long first = manager.save(Progress.at(1), state(7, CHUNKED)).version();
      store.inject(ENTRY, dev.cairn.store.faults.Fault.lostRequest());
      assertThatThrownBy(() -> manager.save(Progress.at(2), state(7, CHUNKED)))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      editor.delete(first);
      Checkpoint third = manager.save(Progress.at(3), state(7, CHUNKED));
      assertThat(manager.list()).containsExactly(third);
      manager.save(Progress.at(4), State.empty());
      end(manager);
      requireState(third.version(), 7, CHUNKED);
    }
  }

  @Test
  void mark_whatItCarriesIsDeletedMeanwhile_carriesTheOneBefore() {
    for (int size : new int[] {INLINE, CHUNKED}) {
      try (CheckpointManager manager = open(Keep.all())) {
        manager.save(Progress.at(1), state(1, size));
        Checkpoint second = manager.save(Progress.at(2), state(2, size));
        store.before(ENTRY, () -> editor.delete(second.version()));
        Checkpoint marked = manager.mark(Status.FAILED, Optional.empty());
        assertThat(marked.progress()).isEqualTo(Progress.at(1).status(Status.FAILED));
        requireState(marked.version(), 1, size);
      }
    }
  }

  @Test
  void mark_everythingIsDeletedMeanwhile_carriesNothing() {
    try (CheckpointManager manager = open(Keep.all())) {
      Checkpoint first = manager.save(Progress.at(1), state(1, CHUNKED));
      store.before(ENTRY, () -> editor.delete(first.version()));
      Checkpoint marked = manager.mark(Status.FAILED, Optional.of("why"));
      assertThat(marked.progress()).isEqualTo(Progress.at(0).status(Status.FAILED).because("why"));
      assertThat(marked.items()).isEmpty();
    }
  }

  @Test
  void register_editInItsSlot_isTheVersionOfTheEntryItGot() {
    try (CheckpointManager manager = open(Keep.all())) {
      long first = manager.save(Progress.at(1), State.empty()).version();
      store.before(ENTRY, () -> editor.pin(first));
      RunDefinition definition = RunDefinition.builder().codeVersion("v1").units(3).build();
      RegisteredRun run = manager.register(definition, OnMismatch.FAIL);
      assertThat(run.version()).isEqualTo(first + 2);
      store.before(ENTRY, () -> editor.unpin(first));
      Checkpoint last = manager.complete(run, Progress.at(3), State.empty());
      assertThat(stored.index().runs())
          .singleElement()
          .satisfies(row -> assertThat(row.completed()).isEqualTo(last.version()));
      assertThat(stored.index().pins()).isEmpty();
    }
  }

  @Test
  void pin_alreadyThereByAnOldView_isWrittenAllTheSame() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      long first = manager.save(Progress.at(1), State.empty()).version();
      manager.pin(first);
      editor.unpin(first);
      manager.pin(first);
      manager.save(Progress.at(2), State.empty());
      assertThat(manager.list()).extracting(Checkpoint::version).contains(first);
    }
  }

  @Test
  void delete_ofWhatRetentionHasLetGo_isNotFallenBackTo() {
    try (CheckpointManager manager = builder(Keep.last(1)).grace(Duration.ofHours(1)).open()) {
      long bad = manager.save(Progress.at(1), state(1, CHUNKED)).version();
      long newest = manager.save(Progress.at(2), state(2, CHUNKED)).version();
      editor.delete(bad);
      editor.delete(bad);
      Damage.DELETED.strike(memory, stored.chunks(newest).get(0), stored.entry(1));
      assertThatThrownBy(manager::restoreLatest).isInstanceOf(DamagedException.class);
      try (CheckpointReader reader = CheckpointReader.open(memory, RANKER)) {
        assertThatThrownBy(reader::restoreLatest).isInstanceOf(DamagedException.class);
      }
    }
  }

  private void requireState(long version, int step, int size) {
    try (CheckpointReader reader = CheckpointReader.open(memory, RANKER)) {
      assertThat(reader.restore(version).item("state", Codecs.doubles()))
          .isEqualTo(values(step, size));
    }
  }

  private long puts() {
    return counting.counts().count(RequestKind.PUT);
  }

  /** Closes early, so that what was dropped is deleted. */
  private static void end(CheckpointManager manager) {
    manager.close();
  }

  private CheckpointManager open(Keep keep) {
    return builder(keep).open();
  }

  private CheckpointManagerBuilder builder(Keep keep) {
    return CheckpointManager.builder().store(store).process(RANKER).keep(keep).grace(Duration.ZERO);
  }

  private static State state(int step, int size) {
    return State.of("state", Codecs.doubles(), values(step, size));
  }

  private static double[] values(int step, int size) {
    double[] values = new double[size];
    Arrays.setAll(values, i -> step * 1000.0 + Math.sin(i));
    return values;
  }
}
