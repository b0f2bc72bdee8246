package dev.cairn.internal.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Compression;
import dev.cairn.FencedException;
import dev.cairn.GarbageObject;
import dev.cairn.Status;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Contexts;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.FakeTime;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Marks;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.internal.log.WriteIds;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writers, an editor and collectors on one process, made of the real log, the real chunks and the
 * real search for garbage. Two things are worse than in life: the content of all states is the
 * same, so that reuse is always tempting; and there is no grace at all, since collectors take what
 * is retired for garbage.
 */
final class World {
  private static final byte[] CONTENT = new byte[StateWriter.INLINE_LIMIT + 1];
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
  private static final long MOST_ENTRIES = 100;

  private final MemoryStore memory = new MemoryStore();
  private final Breach breach;
  private final Set<Long> acknowledged = Collections.synchronizedSet(new TreeSet<>());
  private final Map<ObjectKey, String> parts = new ConcurrentHashMap<>();

  /** A rule that is broken. */
  enum Breach {
    NONE,
    /** A save takes over what is retired. */
    RETIRED_IS_REUSED,
    /** A save that is built anew on an edit does not ask again what is live. */
    EDIT_IS_NOT_HEEDED,
    /** A collector from outside takes data of the current epoch. */
    CURRENT_EPOCH_IS_COLLECTED,
    /** A collector from outside takes runs that it cannot know yet. */
    LATER_RUNS_ARE_COLLECTED,
    /** A collector from outside takes claims and edits for commits. */
    EVERY_ENTRY_IS_COLLECTED
  }

  /** What all states hold. */
  private record Content() implements StateWriter.Source {
    @Override
    public String name() {
      return "state";
    }

    @Override
    public String codec() {
      return "bytes";
    }

    @Override
    public void encode(OutputStream out) throws IOException {
      out.write(CONTENT);
    }
  }

  World(Breach breach) {
    this.breach = breach;
  }

  ObjectStore store() {
    return memory;
  }

  /**
   * Opens the process, saves, and looks for garbage of its own after each save, until it is fenced.
   */
  Turns.Program writer(int number, int saves, Transfers transfers) {
    return store -> {
      CommitLog log = open(store, number);
      try {
        for (int save = 0; save < saves; save++) {
          acknowledged.add(log.commit(save(store, log.epoch(), transfers)).version());
          var own = new CurrentEpoch(store, Contexts.PROCESS, log.epoch());
          delete(store, own.next(whole(withoutGrace(log.newest().manifest().index()))));
        }
      } catch (FencedException e) {
        // Nothing was promised.
      }
    };
  }

  /** Opens the process, registers a run, and writes a part of it. */
  Turns.Program runner(int number) {
    return store -> {
      CommitLog log = open(store, number);
      try {
        Entry entry =
            log.commit(
                (base, version) -> {
                  List<RunRow> runs = new ArrayList<>(base.runs());
                  runs.add(
                      new RunRow(FINGERPRINT, version, new TreeMap<>(), Marks.NOON, null, null));
                  return new CommitLog.Draft(base.withRuns(runs), Entry.NO_PAYLOAD);
                });
        String folder = "runs/" + FINGERPRINT + "-" + entry.version();
        ObjectKey part =
            Contexts.PROCESS
                .prefix()
                .folder("runs")
                .folder(FINGERPRINT + "-" + entry.version())
                .key("part");
        store.put(part, ByteBuffer.allocate(1), WriteCondition.IF_ABSENT);
        parts.put(part, folder);
      } catch (FencedException e) {
        // Nothing was promised.
      }
    };
  }

  /** Deletes all checkpoints that there are. */
  Turns.Program editor(int number) {
    return store -> {
      if (new LogReader(store, Contexts.PROCESS).view().newestVersion() > 0) {
        CommitLog.edit(
            context(store, number),
            base ->
                base.tail().isEmpty() ? Optional.empty() : Optional.of(retired(base, Stream.of())));
      }
    };
  }

  /** Collects once, by what it sees when it starts. */
  Turns.Program collector() {
    return store -> {
      Optional<Manifest> seen =
          new LogReader(store, Contexts.PROCESS).view().entry().map(Entry::manifest);
      if (seen.isPresent()) {
        collect(store, seen.get());
      }
    };
  }

  private void collect(ObjectStore store, Manifest seen) {
    Manifest.Index index = withoutGrace(seen.index());
    List<GarbageObject> found = new ArrayList<>();
    sweep(store, index, seen.version(), epoch(seen.epoch()), found).epochsThatAreOver();
    sweep(store, index, runs(seen.version()), seen.epoch(), found).runs();
    if (breach == Breach.EVERY_ENTRY_IS_COLLECTED) {
      LogReader log = new LogReader(store, Contexts.PROCESS);
      for (long version = 1; version < seen.version(); version++) {
        found.add(new GarbageObject(GarbageObject.Kind.ENTRY, log.key(version), 1, "wrong"));
      }
    } else {
      sweep(store, index, seen.version(), seen.epoch(), found).entries(MOST_ENTRIES);
    }
    delete(store, found);
  }

  private long epoch(long epoch) {
    return breach == Breach.CURRENT_EPOCH_IS_COLLECTED ? epoch + 1 : epoch;
  }

  private long runs(long version) {
    return breach == Breach.LATER_RUNS_ARE_COLLECTED ? version + 100 : version;
  }

  private Sweep sweep(
      ObjectStore store,
      Manifest.Index index,
      long version,
      long epoch,
      List<GarbageObject> found) {
    WholeIndex whole = whole(index);
    var horizon =
        new Horizon(
            whole.objects().collect(Collectors.toSet()),
            whole.readable().map(CheckpointRow::version).collect(Collectors.toSet()),
            whole.runs().stream().map(RunRow::folder).collect(Collectors.toSet()),
            version,
            epoch);
    return new Sweep(store, Contexts.PROCESS, horizon, found::add);
  }

  /** Each on its own, so that others may come in between. */
  private static void delete(ObjectStore store, List<GarbageObject> objects) {
    objects.forEach(object -> store.delete(List.of(object.key())));
  }

  private CommitLog.Change save(ObjectStore store, long epoch, Transfers transfers) {
    var writer =
        new StateWriter(
            store, Contexts.PROCESS, epoch, Compression.NONE, transfers, object -> true);
    return new CommitLog.Change() {
      private StateWriter.@Nullable Written before;

      @Override
      public CommitLog.Draft on(Manifest.Index base, long version) {
        StateWriter.Written written = before;
        if (written == null || breach != Breach.EDIT_IS_NOT_HEEDED) {
          written = writer.write(List.of(new Content()), reusable(base));
          before = written;
        }
        var row =
            new CheckpointRow(
                version,
                1,
                null,
                Status.IN_PROGRESS,
                Marks.NOON,
                new TreeMap<>(),
                null,
                written.items());
        return new CommitLog.Draft(retired(base, Stream.of(row)), written.payload());
      }
    };
  }

  private Manifest.Index reusable(Manifest.Index base) {
    return breach == Breach.RETIRED_IS_REUSED
        ? Manifest.Index.EMPTY.withTail(whole(base).readable().toList()).withRuns(base.runs())
        : base;
  }

  /** The index with what was live retired, and others live. */
  private static Manifest.Index retired(Manifest.Index base, Stream<CheckpointRow> live) {
    List<RetiredRow> retired = new ArrayList<>(base.retiredTail());
    base.tail()
        .forEach(row -> retired.add(new RetiredRow(row, Marks.NOON, RetiredRow.Cause.RETENTION)));
    return base.withTail(live.toList()).withRetiredTail(retired);
  }

  private static Manifest.Index withoutGrace(Manifest.Index index) {
    return index.withRetiredTail(List.of());
  }

  /** There are too few checkpoints for pages. */
  private WholeIndex whole(Manifest.Index index) {
    return new WholeIndex(index, new Pages(memory, Contexts.PROCESS, 1));
  }

  private static CommitLog open(ObjectStore store, int number) {
    return CommitLog.open(context(store, number));
  }

  private static CommitLog.Context context(ObjectStore store, int number) {
    Supplier<String> writeIds = WriteIds.random();
    return Contexts.of(store, "actor" + number, FakeTime.times(1000), writeIds);
  }

  /** What must hold at every moment. */
  void look() {
    Optional<Entry> newest = new LogReader(memory, Contexts.PROCESS).view().entry();
    if (newest.isEmpty()) {
      return;
    }
    WholeIndex index = whole(newest.get().manifest().index());
    index.live().stream()
        .flatMap(CheckpointRow::objects)
        .map(ChunkRow.StoredObject::key)
        .forEach(
            key ->
                assertThat(memory.head(Contexts.PROCESS.prefix().key(key)))
                    .as("a live checkpoint lost " + key)
                    .isPresent());
    Set<Long> readable = new TreeSet<>();
    index.readable().forEach(row -> readable.add(row.version()));
    assertThat(readable).as("a commit was lost").containsAll(acknowledged);
    Set<String> runs = new TreeSet<>();
    index.runs().forEach(run -> runs.add(run.folder()));
    parts.forEach(
        (part, folder) -> {
          assertThat(runs).as("a registration was lost").contains(folder);
          assertThat(memory.head(part)).as("a run lost " + part).isPresent();
        });
  }
}
