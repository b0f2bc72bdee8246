package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Resume;
import dev.cairn.policy.SaveWhen;
import dev.cairn.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LifecycleTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final StateForm<long[]> FORM = StateForm.single(Codecs.longs());

  private final MemoryStore store = new MemoryStore();

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

  private CheckpointManager open(SaveWhen policy, Resume resume) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .save(policy)
        .resume(resume)
        .open();
  }

  private Restored restored() {
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      return reader.restoreLatest().orElseThrow();
    }
  }
}
