package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.log.Patience;
import dev.cairn.store.ObjectStore;
import java.time.InstantSource;

/** What a simulation needs of this package: time that it keeps, and a look past the manager. */
public final class Simulated {
  private Simulated() {}

  /** The settings of a manager that waits as it is told, and moves one chunk at a time. */
  public static CheckpointManagerBuilder manager(
      ObjectStore store,
      ProcessId process,
      InstantSource clock,
      Patience patience,
      PageLimits limits) {
    return CheckpointManager.builder()
        .store(store)
        .process(process)
        .clock(clock)
        .parallelism(1)
        .compression(Compression.NONE)
        .pageLimits(limits)
        .patience(patience);
  }

  /** An editor that waits as it is told. */
  public static CheckpointEditor editor(
      ObjectStore store, ProcessId process, InstantSource clock, Patience patience) {
    return CheckpointEditor.of(store, process, clock, patience);
  }

  /** Saves once more, collects, and checks that there is exactly what is needed then, whole. */
  public static void requireOrder(CheckpointManager last, ObjectStore store, ProcessId process) {
    assertThat(last.garbageCollector().collect().left()).isEmpty();
    Needed.in(store, process).requireNothingElse("when all is over");
    new Stored(store, process).requireNothingMissing();
  }
}
