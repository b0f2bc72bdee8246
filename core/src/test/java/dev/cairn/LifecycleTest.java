package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Resume;
import dev.cairn.policy.SaveWhen;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LifecycleTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final StateForm<long[]> FORM = StateForm.single(Codecs.longs());

  private static final RequestMatch ENTRY =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final MemoryStore memory = new MemoryStore();
  private final FaultyStore store = new FaultyStore(memory);

  @Test
  void run_bodyReturns_isCompletedWithItsLastState() {
    try (CheckpointManager manager = open(SaveWhen.everySteps(4), Resume.UNFINISHED)) {
      assertThat(manager.run(FORM, run -> count(run, 10))).isEqualTo(Status.COMPLETED);
    }
    Restored last = restored();
    assertThat(last.progress()).isEqualTo(Progress.at(10).of(10).status(Status.COMPLETED));
    assertThat(last.item("state", Codecs.longs())).containsExactly(45);
  }

  @Test
  void run_bodyThrows_isFailedWithTheStateBeforeAndThrowsOn() {
    try (CheckpointManager manager = open(SaveWhen.everySteps(4), Resume.UNFINISHED)) {
      assertThatThrownBy(
              () ->
                  manager.run(
                      FORM,
                      run -> {
                        count(run, 6);
                        throw new IllegalStateException("no more data");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    Restored last = restored();
    assertThat(last.progress().status()).isEqualTo(Status.FAILED);
    assertThat(last.progress().reason())
        .hasValueSatisfying(why -> assertThat(why).contains("no more data"));
    assertThat(last.progress().step()).isEqualTo(4);
    assertThat(last.item("state", Codecs.longs())).containsExactly(0 + 1 + 2 + 3);
  }

  @Test
  void run_afterFailure_goesOnToTheSameResult() {
    try (CheckpointManager manager = open(SaveWhen.everySteps(4), Resume.UNFINISHED)) {
      assertThatThrownBy(
              () ->
                  manager.run(
                      FORM,
                      run -> {
                        count(run, 6);
                        throw new java.io.IOException("no more data");
                      }))
          .isInstanceOf(java.io.IOException.class);
    }
    try (CheckpointManager manager = open(SaveWhen.everySteps(4), Resume.UNFINISHED)) {
      assertThat(manager.run(FORM, run -> count(run, 10))).isEqualTo(Status.COMPLETED);
    }
    assertThat(restored().item("state", Codecs.longs())).containsExactly(45);
  }

  @Test
  void run_threadInterrupted_savesOnceMoreAndEnds() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      Status end =
          manager.run(
              FORM,
              run -> {
                long[] sum = run.resumeOrStart(() -> new long[1]).state();
                for (long step = 0; step < 10; step++) {
                  sum[0] += step;
                  if (step == 6) {
                    Thread.currentThread().interrupt();
                  }
                  run.saveIfDue(Progress.at(step + 1).of(10), sum);
                }
              });
      assertThat(end).isEqualTo(Status.INTERRUPTED);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(restored().progress()).isEqualTo(Progress.at(7).of(10).status(Status.INTERRUPTED));
    assertThat(restored().item("state", Codecs.longs())).containsExactly(21);
  }

  @Test
  void run_endedBeforeItsFirstState_startsAnew() {
    try (CheckpointManager manager = open(SaveWhen.everySteps(4), Resume.UNFINISHED)) {
      assertThatThrownBy(() -> manager.run(FORM, run -> fail("no data yet")))
          .hasMessage("no data yet");
    }
    assertThat(restored().progress())
        .isEqualTo(Progress.at(0).status(Status.FAILED).because(failure("no data yet")));
    try (CheckpointManager manager = open(SaveWhen.everySteps(4), Resume.UNFINISHED)) {
      assertThatThrownBy(
              () ->
                  manager.run(
                      FORM,
                      run -> {
                        throw new InterruptedException("told to stop");
                      }))
          .isInstanceOf(InterruptedException.class);
      assertThat(restored().progress().status()).isEqualTo(Status.INTERRUPTED);
    }
    try (CheckpointManager manager = open(SaveWhen.everySteps(4), Resume.UNFINISHED)) {
      manager.run(
          FORM,
          run -> {
            Start<long[]> start = run.resumeOrStart(() -> new long[1]);
            assertThat(start.isResumed()).isFalse();
            assertThat(start.nextStep()).isZero();
          });
    }
    assertThat(restored().progress().status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void run_bodySeesTheStopAndReturns_isInterruptedWithItsLastState() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      Status end =
          manager.run(
              FORM,
              run -> {
                long[] sum = run.resumeOrStart(() -> new long[1]).state();
                for (long step = 0; step < 10 && !run.isStopRequested(); step++) {
                  sum[0] += step;
                  run.saveIfDue(Progress.at(step + 1).of(10), sum);
                  if (step == 6) {
                    Thread.currentThread().interrupt();
                  }
                }
              });
      assertThat(end).isEqualTo(Status.INTERRUPTED);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(restored().progress()).isEqualTo(Progress.at(7).of(10).status(Status.INTERRUPTED));
    assertThat(restored().item("state", Codecs.longs())).containsExactly(21);
  }

  @Test
  void run_allStepsDoneWhenTheStopComes_isCompleted() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      Status end =
          manager.run(
              FORM,
              run -> {
                count(run, 10);
                Thread.currentThread().interrupt();
              });
      assertThat(end).isEqualTo(Status.COMPLETED);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(restored().progress()).isEqualTo(Progress.at(10).of(10).status(Status.COMPLETED));
  }

  @Test
  void run_bodyCatchesWhatStopsIt_isInterrupted() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      Status end =
          manager.run(
              FORM,
              run -> {
                long[] sum = run.resumeOrStart(() -> new long[1]).state();
                for (long step = 0; step < 10; step++) {
                  sum[0] += step;
                  if (step == 6) {
                    Thread.currentThread().interrupt();
                  }
                  try {
                    run.saveIfDue(Progress.at(step + 1).of(20), sum);
                  } catch (RuntimeException e) {
                    assertThat(e).hasMessageContaining("Let this exception pass");
                  }
                }
              });
      assertThat(end).isEqualTo(Status.INTERRUPTED);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(restored().progress().status()).isEqualTo(Status.INTERRUPTED);
    assertThat(restored().progress().step()).isEqualTo(10);
    assertThat(restored().item("state", Codecs.longs())).containsExactly(45);
  }

  @Test
  void run_anEarlierSaveFailed_theLastOneIsMadeAllTheSame() {
    store.inject(ENTRY.skipping(2), Fault.refused());
    try (CheckpointManager manager = open(SaveWhen.everySteps(5), Resume.UNFINISHED)) {
      assertThat(manager.run(FORM, run -> count(run, 10))).isEqualTo(Status.COMPLETED);
    }
    assertThat(store.history()).hasSize(1);
    assertThat(restored().item("state", Codecs.longs())).containsExactly(45);
  }

  @Test
  void run_bodyThrowsAndAnEarlierSaveFailed_isFailedAndBothAreThrown() {
    store.inject(ENTRY.skipping(2), Fault.refused());
    try (CheckpointManager manager = open(SaveWhen.everySteps(5), Resume.UNFINISHED)) {
      assertThatThrownBy(
              () ->
                  manager.run(
                      FORM,
                      run -> {
                        count(run, 10);
                        fail("no more data");
                      }))
          .hasMessage("no more data")
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
          .satisfies(e -> assertThat(e.getSuppressed()[0]).isInstanceOf(StoreException.class));
    }
    assertThat(restored().progress())
        .isEqualTo(Progress.at(5).of(10).status(Status.FAILED).because(failure("no more data")));
  }

  @Test
  void run_storeRefusesEverySave_throwsWhatTheBodyThrew() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      store.inject(ENTRY.everyTime(), Fault.refused());
      assertThatThrownBy(() -> manager.run(FORM, run -> fail("no more data")))
          .hasMessage("no more data")
          .satisfies(e -> assertThat(e.getSuppressed()[0]).isInstanceOf(StoreException.class));
      assertThatThrownBy(() -> manager.run(FORM, run -> count(run, 3)))
          .isInstanceOf(StoreException.class);
      store.heal();
    }
    assertThat(new Stored(memory, RANKER).index().live()).isEmpty();
  }

  @Test
  void run_fenced_throwsTheFenceAndMarksNothing() {
    try (CheckpointManager manager = open(SaveWhen.everySteps(1), Resume.UNFINISHED)) {
      assertThatThrownBy(
              () ->
                  manager.run(
                      FORM,
                      run -> {
                        run.save(Progress.at(1), new long[] {1});
                        open(SaveWhen.never(), Resume.UNFINISHED).close();
                        run.save(Progress.at(2), new long[] {2});
                      }))
          .isInstanceOf(FencedException.class);
    }
    assertThat(restored().progress()).isEqualTo(Progress.at(1));
  }

  @Test
  void run_interruptedWithItsFlagSet_marksOnAStoreThatInterruptsEnd(@TempDir Path folder) {
    try (ObjectStore local = ObjectStores.open(folder.toUri().toString())) {
      // The state is in an older entry, so the mark has to read it.
      try (CheckpointManager manager = builder(local).open()) {
        manager.save(Progress.at(3), State.of("state", Codecs.longs(), new long[] {7}));
      }
      try (CheckpointManager manager = builder(local).open()) {
        assertThatThrownBy(
                () ->
                    manager.run(
                        FORM,
                        run -> {
                          run.resumeOrStart(() -> new long[1]);
                          Thread.currentThread().interrupt();
                          fail("stopped");
                        }))
            .hasMessage("stopped")
            .hasNoSuppressedExceptions();
        assertThat(Thread.interrupted()).isTrue();
      }
      try (CheckpointReader reader = CheckpointReader.open(local, RANKER)) {
        Restored last = reader.restoreLatest().orElseThrow();
        assertThat(last.progress().status()).isEqualTo(Status.INTERRUPTED);
        assertThat(last.item("state", Codecs.longs())).containsExactly(7);
      }
    }
  }

  @Test
  void run_reasonOfAnyText_isCommitted() {
    for (String reason :
        List.of(
            "a".repeat(1999) + "\ud83d\ude00",
            "half \ud83d",
            "\ude00\u0000\n\"",
            "é".repeat(5000))) {
      try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
        manager.mark(Status.FAILED, Optional.of(reason));
      }
      assertThat(restored().progress().reason().orElseThrow())
          .hasSizeLessThanOrEqualTo(2000)
          .startsWith(reason.substring(0, 1).replace('\ude00', '?'));
    }
  }

  @Test
  void resumeOrStart_fromScratchAndFailedAtOnce_leavesWhatIsThere() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      manager.run(FORM, run -> count(run, 10));
    }
    try (CheckpointManager manager = open(SaveWhen.everySteps(1), Resume.NEVER)) {
      manager.run(FORM, run -> count(run, 3));
    }
    assertThat(restored().item("state", Codecs.longs())).containsExactly(3);
    assertThat(new Stored(memory, RANKER).index().live()).hasSize(5);
  }

  @Test
  void resumeOrStart_completed_isRefusedUnlessTold() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      manager.run(FORM, run -> count(run, 10));
      assertThatThrownBy(() -> manager.run(FORM, run -> count(run, 10)))
          .isInstanceOf(AlreadyCompletedException.class)
          .hasMessageContaining("training/ranker");
      assertThat(manager.latest().orElseThrow().progress().status()).isEqualTo(Status.COMPLETED);
    }
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.NEVER)) {
      manager.run(
          FORM, run -> assertThat(run.resumeOrStart(() -> new long[1]).isResumed()).isFalse());
    }
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.ALWAYS)) {
      manager.run(
          FORM, run -> assertThat(run.resumeOrStart(() -> new long[1]).nextStep()).isEqualTo(10));
    }
  }

  @Test
  void mark_smallStateInAnOlderEntry_carriesItOn() {
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      manager.save(
          Progress.at(3).metric("loss", 0.5), State.of("state", Codecs.longs(), new long[] {7}));
    }
    try (CheckpointManager manager = open(SaveWhen.never(), Resume.UNFINISHED)) {
      manager.mark(Status.FAILED, Optional.of("stopped by hand"));
      manager.mark(Status.INTERRUPTED, Optional.of("again"));
    }
    assertThat(restored().item("state", Codecs.longs())).containsExactly(7);
    assertThat(restored().progress())
        .isEqualTo(Progress.at(3).metric("loss", 0.5).status(Status.INTERRUPTED).because("again"));
  }

  @Test
  void saveIfDue_everyPolicy_savesWhenItSays() {
    assertThat(savedSteps(SaveWhen.everySteps(4))).containsExactly(4L, 8L);
    assertThat(savedSteps(SaveWhen.firstStep())).containsExactly(1L);
    assertThat(savedSteps(SaveWhen.lastStep())).containsExactly(10L);
    assertThat(savedSteps(SaveWhen.onImprovement("loss", Direction.MIN)))
        .containsExactly(1L, 3L, 6L, 9L);
    assertThat(savedSteps(SaveWhen.onImprovement("loss", Direction.MIN, 0.15)))
        .containsExactly(1L, 6L);
    assertThat(savedSteps(SaveWhen.onImprovement("gain", Direction.MAX))).isEmpty();
    assertThat(savedSteps(SaveWhen.firstStep().or(SaveWhen.lastStep()))).containsExactly(1L, 10L);
    assertThat(savedSteps(SaveWhen.every(java.time.Duration.ofDays(1)))).isEmpty();
    assertThat(savedSteps(SaveWhen.every(java.time.Duration.ZERO))).hasSize(10);
  }

  private List<Long> savedSteps(SaveWhen policy) {
    List<Long> saved = new ArrayList<>();
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(new MemoryStore())
            .process(RANKER)
            .keep(dev.cairn.policy.Keep.all())
            .save(policy)
            .open()) {
      for (long step = 1; step <= 10; step++) {
        Progress now = Progress.at(step).of(10).metric("loss", 1.0 - 0.1 * Math.floorDiv(step, 3L));
        manager.saveIfDue(now, State::empty).ifPresent(c -> saved.add(c.await().progress().step()));
      }
    }
    return saved;
  }

  private static void count(ManagedRun<long[]> run, long total) {
    Start<long[]> start = run.resumeOrStart(() -> new long[1]);
    long[] sum = start.state();
    for (long step = start.nextStep(); step < total; step++) {
      sum[0] += step;
      run.saveIfDue(Progress.at(step + 1).of(total), sum);
    }
  }

  private static void fail(String why) {
    throw new IllegalStateException(why);
  }

  private static String failure(String why) {
    return new IllegalStateException(why).toString();
  }

  private CheckpointManager open(SaveWhen policy, Resume resume) {
    return builder(store).save(policy).resume(resume).open();
  }

  private static CheckpointManagerBuilder builder(ObjectStore store) {
    return CheckpointManager.builder().store(store).process(RANKER);
  }

  private Restored restored() {
    try (CheckpointReader reader = CheckpointReader.open(memory, RANKER)) {
      return reader.restoreLatest().orElseThrow();
    }
  }
}
