package dev.cairn;

import dev.cairn.codec.Codecs;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.collect.PageWork;
import dev.cairn.internal.collect.PageWriter;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.PlacedEntry;
import dev.cairn.policy.Keep;
import dev.cairn.store.ObjectStore;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process with many checkpoints that are kept, as if each had been saved. The steps are 1, 2, 3
 * and so on, the version of each is one more, and all have the same state, in one chunk. Only the
 * newest entry is there, since those of 100,000 would take gigabytes. Pages that were merged are
 * left there; nothing names them.
 */
final class ManyCheckpoints {
  static final ProcessId PROCESS = ProcessId.training("ranker");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private ManyCheckpoints() {}

  /** Fills an empty store. */
  static void save(ObjectStore store, int count, PageLimits limits) {
    CheckpointRow first;
    try (CheckpointManager manager =
        CheckpointManager.builder().store(store).process(PROCESS).keep(Keep.all()).open()) {
      manager.save(progress(1), state());
      first = new Stored(store, PROCESS).stored().tail().get(0);
    }
    var pages = new Pages(store, PROCESS, 64);
    var writer = new PageWriter(store, PROCESS, 1, pages);
    Manifest.Index index = Manifest.Index.EMPTY.with(first);
    for (int step = 2; step <= count; step++) {
      index = index.with(row(first, step));
      if (step % 10 == 0) {
        index = new PageWork(limits, pages, writer).finish(index);
        writer.leave();
      }
    }
    PlacedEntry.put(store, PROCESS, count + 1L, index);
  }

  static Progress progress(long step) {
    return Progress.at(step).metric("loss", loss(step));
  }

  static State state() {
    return State.of("weights", Codecs.doubles(), new double[10_000]);
  }

  /** The lowest is that of step 777. */
  static double loss(long step) {
    return Math.abs(step - 777.0) / 1000;
  }

  private static CheckpointRow row(CheckpointRow first, long step) {
    return new CheckpointRow(
        step + 1,
        step,
        null,
        Status.IN_PROGRESS,
        NOON.plusSeconds(step),
        new TreeMap<>(Map.of("loss", loss(step))),
        null,
        first.items());
  }
}
