package dev.cairn.damage;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointManagerBuilder;
import dev.cairn.Compression;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.Simulated;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.Patience;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.run.UnitRandom;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A store as it should be: a process with checkpoints in entries and in chunks, in the newest entry
 * and in pages of the index, pinned, tagged and deleted ones, two writers, a run that is completed
 * and one that is open. Made once; each blow falls on a copy.
 */
final class Whole {
  static final ProcessId PROCESS = ProcessId.training("ranker");
  private static final int UNITS = 60;
  private static final PageLimits MANY_PAGES = new PageLimits(600, 2, 300, 3, 4, 1);

  private final Map<ObjectKey, byte[]> objects = new TreeMap<>();
  private final Set<String> pages = new HashSet<>();
  private final Set<String> chunks = new HashSet<>();
  private final Map<Long, Checkpoint> saved = new HashMap<>();
  private final ObjectKey newest;

  Whole() {
    MemoryStore store = new MemoryStore();
    long step = 0;
    for (Compression compression : List.of(Compression.ZSTD, Compression.NONE)) {
      try (CheckpointManager manager = manager(store, compression)) {
        for (int i = 0; i < 8; i++) {
          note(manager.save(Progress.at(++step), state(step)));
        }
        RegisteredRun run = run(store, manager, compression);
        if (compression == Compression.ZSTD) {
          note(manager.complete(run, Progress.at(++step), state(step)));
        }
      }
    }
    CheckpointEditor editor = CheckpointEditor.of(store, PROCESS);
    editor.pin(3);
    editor.tag("golden", 4, Optional.empty());
    editor.delete(6);
    try (CheckpointManager manager = manager(store, Compression.NONE)) {
      for (int i = 0; i < 3; i++) {
        note(manager.save(Progress.at(++step), state(step)));
      }
    }
    LogReader log = new LogReader(store, PROCESS);
    var manifest = log.view().entry().orElseThrow().manifest();
    newest = log.key(manifest.version());
    manifest
        .index()
        .allPages()
        .forEach(page -> pages.add(PROCESS.prefix().key(page.object()).value()));
    new WholeIndex(manifest.index(), new Pages(store, PROCESS, Integer.MAX_VALUE))
        .readable()
        .flatMap(CheckpointRow::objects)
        .forEach(chunk -> chunks.add(PROCESS.prefix().key(chunk.key()).value()));
    for (ObjectInfo object : store.list(ListRequest.objects(PROCESS.prefix())).objects()) {
      objects.put(object.key(), store.get(object.key()).orElseThrow());
    }
  }

  private void note(Checkpoint checkpoint) {
    saved.put(checkpoint.version(), checkpoint);
  }

  private static RegisteredRun run(
      MemoryStore store, CheckpointManager manager, Compression compression) {
    long seed = compression == Compression.ZSTD ? 7 : 8;
    RunDefinition definition =
        RunDefinition.builder().codeVersion(compression.name()).units(UNITS).seed(seed).build();
    RegisteredRun run = manager.register(definition, OnMismatch.RECOMPUTE);
    RunParts parts = new RunParts(store, run.prefix(), UNITS);
    for (int first = 0; first < UNITS; first += 10) {
      List<byte[]> results = new ArrayList<>();
      // They overlap by five.
      long last = Math.min(UNITS - 1, first + 14);
      for (long unit = first; unit <= last; unit++) {
        results.add(result(definition, unit));
      }
      parts.write(new UnitInterval(first, last), "a" + first, results);
    }
    return run;
  }

  static byte[] result(RunDefinition definition, long unit) {
    byte[] result = new byte[(int) (unit % 20)];
    UnitRandom.of(definition.seed(), unit).nextBytes(result);
    return result;
  }

  static String digest(RunDefinition definition) {
    List<byte[]> all = new ArrayList<>();
    for (long unit = 0; unit < UNITS; unit++) {
      all.add(result(definition, unit));
    }
    ResultDigest digest = new ResultDigest(UNITS);
    digest.add(new UnitInterval(0, UNITS - 1), ResultDigest.unitDigests(all));
    return digest.complete();
  }

  static CheckpointManager manager(MemoryStore store, Compression compression) {
    CheckpointManagerBuilder builder =
        Simulated.manager(
            store, PROCESS, InstantSource.system(), new Patience(Duration.ZERO), MANY_PAGES);
    return builder.compression(compression).keep(Keep.all()).grace(Duration.ofHours(1)).open();
  }

  /** Of every three, one is small; the others have an object or two. */
  static State state(long step) {
    return State.of("step", Codecs.longs(), new long[] {step})
        .and("weights", Codecs.longs(), values(step, 1))
        .and("optimizer", Codecs.longs(), values(step, 2));
  }

  static long[] values(long step, long item) {
    long[] values = new long[step % 3 == 0 || (item == 2 && step % 4 != 1) ? 10 : 8300];
    for (int i = 0; i < values.length; i++) {
      values[i] = step * 1000 + item * 7 + i % 91;
    }
    return values;
  }

  MemoryStore copy() {
    MemoryStore copy = new MemoryStore();
    objects.forEach((key, bytes) -> copy.put(key, ByteBuffer.wrap(bytes), WriteCondition.ALWAYS));
    return copy;
  }

  /** Those of a kind, in the order of their names. */
  List<ObjectKey> keys(Target target) {
    return objects.keySet().stream().filter(key -> Target.of(key, this) == target).toList();
  }

  /** The objects that hold chunks of a checkpoint that can be read. */
  Set<String> chunks() {
    return chunks;
  }

  /** The objects that hold pages of the index. */
  Set<String> pages() {
    return pages;
  }

  /** What was saved, by version; all of it can be read, kept or deleted a moment ago. */
  Map<Long, Checkpoint> saved() {
    return saved;
  }

  /** Whether a chunk is one of the first writer, who compresses. */
  boolean isCompressed(ObjectKey chunk) {
    return chunk.value().startsWith(PROCESS.prefix().value() + "data/1/");
  }

  /** Where the newest entry is. */
  ObjectKey newest() {
    return newest;
  }
}
