package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.log.RunRow;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunMismatchException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The runs that a manager registers, and how long their parts stay. */
final class RunsTest {
  private static final ProcessId SWEEP = ProcessId.backtest("sweep");
  private static final Duration GRACE = Duration.ofMinutes(10);

  private final MemoryStore store = new MemoryStore();
  private final Stored stored = new Stored(store, SWEEP);
  private final AtomicLong minutes = new AtomicLong();

  @Test
  void register_again_isTheSameRun_alsoByTheNextManager() {
    RegisteredRun run;
    try (CheckpointManager manager = open(Keep.last(1))) {
      run = manager.register(definition("a"), OnMismatch.FAIL);
      assertThat(run.completedBy()).isEmpty();
      assertThat(manager.register(definition("a"), OnMismatch.FAIL)).isEqualTo(run);
    }
    try (CheckpointManager manager = open(Keep.last(1))) {
      assertThat(manager.register(definition("a"), OnMismatch.FAIL)).isEqualTo(run);
      assertThat(manager.registerAnew(definition("a")).prefix()).isNotEqualTo(run.prefix());
    }
  }

  @Test
  void register_otherDefinition_saysWhatDiffersOrIsAnotherRun() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun first = manager.register(definition("a"), OnMismatch.FAIL);
      assertThatThrownBy(() -> manager.register(definition("b"), OnMismatch.FAIL))
          .isInstanceOf(RunMismatchException.class)
          .hasMessageContaining("backtest/sweep");
      assertThat(stored.index().runs()).hasSize(1);
      RegisteredRun second = manager.register(definition("b"), OnMismatch.RECOMPUTE);
      assertThat(second.version()).isGreaterThan(first.version());
      // The first one is still there.
      assertThat(manager.register(definition("a"), OnMismatch.FAIL)).isEqualTo(first);
    }
  }

  @Test
  void openRuns_moreThanThree_theOldestGoesAfterTheGrace() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun first = manager.register(definition("0"), OnMismatch.RECOMPUTE);
      writePart(first);
      for (int number = 1; number <= 3; number++) {
        writePart(manager.register(definition("" + number), OnMismatch.RECOMPUTE));
      }
      assertThat(stored.index().runs()).hasSize(4);
      assertThat(run(first).retired()).isNotNull();
      assertThat(parts(first)).isEqualTo(1);
      // It is not resumed; its parts go.
      assertThatThrownBy(() -> manager.register(definition("0"), OnMismatch.FAIL))
          .isInstanceOf(RunMismatchException.class);
      manager.save(Progress.at(1), State.empty());
      assertThat(parts(first)).isEqualTo(1);
      minutes.addAndGet(11);
      manager.save(Progress.at(2), State.empty());
      assertThat(parts(first)).isZero();
      assertThat(stored.index().runs())
          .hasSize(3)
          .allSatisfy(row -> assertThat(stored.keys(row.folder())).hasSize(1));
    }
  }

  @Test
  void complete_runThatWasLetGo_isRefusedAndCommitsNothing() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun first = manager.register(definition("0"), OnMismatch.RECOMPUTE);
      for (int number = 1; number <= 3; number++) {
        manager.registerAnew(definition("" + number));
      }
      assertThatThrownBy(() -> manager.complete(first, Progress.at(1), State.empty()))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("v" + first.version());
      assertThat(manager.list()).isEmpty();
      minutes.addAndGet(11);
      manager.save(Progress.at(1), State.empty());
      assertThatThrownBy(() -> manager.complete(first, Progress.at(1), State.empty()))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void completedRun_keepsItsPartsAsLongAsItsCheckpointCanBeRead() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun run = manager.register(definition("a"), OnMismatch.FAIL);
      writePart(run);
      Checkpoint last = manager.complete(run, Progress.at(10), State.empty());
      assertThat(manager.register(definition("a"), OnMismatch.FAIL).completedBy())
          .hasValue(last.version());
      // Completed runs do not count as open ones.
      for (int number = 1; number <= 3; number++) {
        manager.registerAnew(definition("" + number));
      }
      assertThat(run(run).retired()).isNull();
      manager.save(Progress.at(11), State.empty());
      assertThat(stored.index().isLive(last.version())).isFalse();
      assertThat(parts(run)).isEqualTo(1);
      minutes.addAndGet(11);
      manager.save(Progress.at(12), State.empty());
      assertThat(parts(run)).isZero();
    }
  }

  @Test
  void completedRun_ofAPinnedCheckpoint_keepsItsPartsThoughItsStateIsCarriedOn() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun run = manager.register(definition("a"), OnMismatch.FAIL);
      writePart(run);
      Checkpoint last = manager.complete(run, Progress.at(10), State.empty());
      manager.pin(last.version());
      manager.mark(Status.COMPLETED, Optional.of("checked"));
      for (int step = 0; step < 3; step++) {
        minutes.addAndGet(11);
        manager.save(Progress.at(step), State.empty());
      }
      assertThat(parts(run)).isEqualTo(1);
      manager.unpin(last.version());
      for (int step = 0; step < 3; step++) {
        minutes.addAndGet(11);
        manager.save(Progress.at(step), State.empty());
      }
      assertThat(parts(run)).isZero();
    }
  }

  @Test
  void completedRun_whoseCheckpointIsMarked_keepsItsPartsForTheMark() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun run = manager.register(definition("a"), OnMismatch.FAIL);
      writePart(run);
      manager.complete(run, Progress.at(10), State.empty());
      for (int round = 0; round < 3; round++) {
        manager.mark(Status.COMPLETED, Optional.of("checked " + round));
        minutes.addAndGet(11);
      }
      assertThat(parts(run)).isEqualTo(1);
    }
  }

  @Test
  void completedRun_markedOnceAndThenEdited_keepsItsPartsAndClosesNoOtherRun() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun other = manager.register(definition("a"), OnMismatch.FAIL);
      RegisteredRun run = manager.registerAnew(definition("b"));
      writePart(run);
      manager.complete(run, Progress.at(10), State.empty());
      manager.mark(Status.COMPLETED, Optional.of("checked"));
      for (int edit = 0; edit < 3; edit++) {
        minutes.addAndGet(11);
        manager.tag("edit-" + edit, "latest", Optional.empty());
      }
      assertThat(parts(run)).isEqualTo(1);
      assertThat(run(other).completed()).isNull();
    }
  }

  @Test
  void parts_ofManyPages_areAllDeleted() {
    try (CheckpointManager manager = open(Keep.last(1))) {
      RegisteredRun run = manager.register(definition("a"), OnMismatch.FAIL);
      for (int part = 0; part < 2500; part++) {
        store.put(
            run.prefix().key("part-" + part), ByteBuffer.allocate(1), WriteCondition.IF_ABSENT);
      }
      for (int number = 0; number <= 3; number++) {
        manager.registerAnew(definition("b" + number));
        minutes.addAndGet(11);
      }
      assertThat(stored.index().runs()).extracting(RunRow::version).doesNotContain(run.version());
      assertThat(parts(run)).isZero();
    }
  }

  private RunRow run(RegisteredRun run) {
    return stored.index().runs().stream()
        .filter(row -> row.version() == run.version())
        .findFirst()
        .orElseThrow();
  }

  private void writePart(RegisteredRun run) {
    store.put(run.prefix().key("part"), ByteBuffer.allocate(1), WriteCondition.IF_ABSENT);
  }

  private int parts(RegisteredRun run) {
    return store.list(ListRequest.objects(new KeyPrefix(run.prefix().value()))).objects().size();
  }

  private static RunDefinition definition(String version) {
    return RunDefinition.builder().codeVersion(version).units(10).build();
  }

  private CheckpointManager open(Keep keep) {
    return CheckpointManager.builder()
        .store(store)
        .process(SWEEP)
        .keep(keep)
        .grace(GRACE)
        .clock(() -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.get())))
        .open();
  }
}
