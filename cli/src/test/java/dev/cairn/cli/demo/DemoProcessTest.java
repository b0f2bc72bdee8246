package dev.cairn.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CheckpointManager;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.examples.backtest.sweep.SweepDefinition;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.memory.MemoryStore;
import org.junit.jupiter.api.Test;

final class DemoProcessTest {
  private final ObjectStore store = new MemoryStore();

  @Test
  void choose_emptyStore_isTheFirst() {
    assertThat(choose()).isEqualTo(new DemoProcess(demo(1), DemoOutcome.Start.NEW));
  }

  @Test
  void choose_claimedButNotRegistered_goesOn() {
    open(demo(1)).close();
    assertThat(choose()).isEqualTo(new DemoProcess(demo(1), DemoOutcome.Start.UNFINISHED));
  }

  @Test
  void choose_openRun_goesOn() {
    register(demo(9), 10).close();
    register(demo(10), 10).close();
    register(ProcessId.training("demo-11"), 10).close();
    register(ProcessId.backtest("demo-12-uninterrupted"), 10).close();
    assertThat(choose()).isEqualTo(new DemoProcess(demo(10), DemoOutcome.Start.UNFINISHED));
  }

  @Test
  void choose_openRunOfAnotherSweep_isTheNext() {
    register(demo(1), 11).close();
    assertThat(choose()).isEqualTo(new DemoProcess(demo(2), DemoOutcome.Start.NEW));
  }

  @Test
  void choose_completedRun_isTheNext() {
    try (CheckpointManager manager = open(demo(1))) {
      RegisteredRun run = manager.register(SweepDefinition.of(10), OnMismatch.FAIL);
      manager.complete(run, Progress.at(10).of(10).status(Status.COMPLETED), State.empty());
    }
    assertThat(choose()).isEqualTo(new DemoProcess(demo(2), DemoOutcome.Start.NEW));
  }

  @Test
  void named_saysWhatIsThere() {
    ProcessId mine = ProcessId.parse("my/sweep");
    assertThat(DemoProcess.named(store, mine).start()).isEqualTo(DemoOutcome.Start.NEW);
    try (CheckpointManager manager = open(mine)) {
      assertThat(DemoProcess.named(store, mine).start()).isEqualTo(DemoOutcome.Start.UNFINISHED);
      RegisteredRun run = manager.register(SweepDefinition.of(10), OnMismatch.FAIL);
      assertThat(DemoProcess.named(store, mine).start()).isEqualTo(DemoOutcome.Start.UNFINISHED);
      manager.complete(run, Progress.at(10).of(10).status(Status.COMPLETED), State.empty());
    }
    assertThat(DemoProcess.named(store, mine))
        .isEqualTo(new DemoProcess(mine, DemoOutcome.Start.COMPLETED));
  }

  @Test
  void uninterrupted_isOneThatNobodyHasUsed() {
    assertThat(DemoProcess.uninterrupted(store, demo(3)).name()).isEqualTo("demo-3-uninterrupted");
    open(ProcessId.backtest("demo-3-uninterrupted")).close();
    assertThat(DemoProcess.uninterrupted(store, demo(3)).name())
        .isEqualTo("demo-3-uninterrupted-2");
  }

  private DemoProcess choose() {
    return DemoProcess.choose(store, SweepDefinition.of(10));
  }

  private static ProcessId demo(long number) {
    return ProcessId.backtest("demo-" + number);
  }

  private CheckpointManager register(ProcessId process, long units) {
    CheckpointManager manager = open(process);
    manager.register(SweepDefinition.of(units), OnMismatch.FAIL);
    return manager;
  }

  private CheckpointManager open(ProcessId process) {
    return CheckpointManager.builder().store(store).process(process).open();
  }
}
