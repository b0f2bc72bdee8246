package dev.cairn.store.local.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.Compression;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.local.LocalStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A process in a directory, whose state follows from its step, and what it has acknowledged. */
final class Training {
  static final int STEPS_OF_A_LIFE = 4;

  private static final ProcessId PROCESS = ProcessId.training("ranker");
  private static final int LARGE = 9_000;

  private long acknowledged;

  /** The newest step whose save has returned; 0 when there is none. */
  long acknowledged() {
    return acknowledged;
  }

  /** Opens, goes on from what there is, saves in each way, edits, collects garbage, and closes. */
  void live(Path folder) {
    try (LocalStore store = new LocalStore(folder);
        CheckpointManager manager = open(store)) {
      long step = manager.restoreLatest().map(from -> from.progress().step()).orElse(0L);
      assertThat(step).isEqualTo(acknowledged);
      long first = save(manager, ++step);
      manager.tag("first", first, Optional.empty());
      save(manager, ++step);
      long next = ++step;
      manager.saveAsync(Progress.at(next), state(next)).await();
      acknowledged = next;
      manager.untag("first");
      save(manager, ++step);
      manager.garbageCollector().collect();
    }
  }

  private long save(CheckpointManager manager, long step) {
    long version = manager.save(Progress.at(step), state(step)).version();
    acknowledged = step;
    return version;
  }

  private static CheckpointManager open(LocalStore store) {
    return CheckpointManager.builder()
        .store(store)
        .process(PROCESS)
        .keep(Keep.last(2))
        .grace(Duration.ZERO)
        .parallelism(1)
        .compression(Compression.NONE)
        .open();
  }

  /** The step of the newest checkpoint that somebody sees who looks now, without opening it. */
  static long seen(Path folder) {
    try (LocalStore store = new LocalStore(folder);
        CheckpointReader reader = CheckpointReader.open(store, PROCESS)) {
      return reader.restoreLatest().map(from -> requireWhole(from).step()).orElse(0L);
    }
  }

  /**
   * Checks that a directory holds the newest acknowledged checkpoint or the one that was under way,
   * that all it lists is whole, and that a next writer goes on from there.
   */
  static void requireKept(Path folder, long acknowledged) {
    long step;
    try (LocalStore store = new LocalStore(folder);
        CheckpointManager manager = open(store)) {
      step = manager.restoreLatest().map(from -> requireWhole(from).step()).orElse(0L);
      assertThat(step).as("the restored step").isBetween(acknowledged, acknowledged + 1);
      for (Checkpoint each : manager.list()) {
        requireWhole(manager.restore(each.version()));
      }
      manager.save(Progress.at(step + 1), state(step + 1));
    }
    assertThat(seen(folder)).as("the step of the next writer").isEqualTo(step + 1);
  }

  private static Progress requireWhole(Restored restored) {
    assertThat(restored.passedOver()).isEmpty();
    Progress progress = restored.progress();
    assertThat(restored.item("small", Codecs.longs())).isEqualTo(small(progress.step()));
    assertThat(restored.item("large", Codecs.longs())).isEqualTo(large(progress.step()));
    return progress;
  }

  private static State state(long step) {
    return State.of("small", Codecs.longs(), small(step)).and("large", Codecs.longs(), large(step));
  }

  private static long[] small(long step) {
    return new long[] {step, -step};
  }

  /** Too large for the entry; every other step takes over the one before. */
  private static long[] large(long step) {
    long[] values = new long[LARGE];
    Arrays.fill(values, step / 2);
    return values;
  }
}
