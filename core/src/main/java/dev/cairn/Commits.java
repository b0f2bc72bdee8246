package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.internal.collect.Garbage;
import dev.cairn.internal.collect.Retention;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.ObjectStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that a manager commits, one after the other.
 *
 * <p>Retention never lets go of the newest checkpoint that this manager knows to be whole, because
 * it saved or restored it. Without that, a process that was restored past a damaged checkpoint
 * could lose the state that it runs on to its own next commit.
 */
final class Commits {
  private static final Logger LOGGER = LoggerFactory.getLogger(Commits.class);

  private final CheckpointManagerBuilder settings;
  private final ObjectStore store;
  private final ProcessId process;
  private final CommitLog log;
  private final Transfers transfers;
  private final Retention retention;

  @GuardedBy("this")
  private final Garbage garbage;

  /** The version of the newest checkpoint that is known to be whole; 0 when none is. */
  @GuardedBy("this")
  private long whole;

  Commits(
      CheckpointManagerBuilder settings, ObjectStore store, CommitLog log, Transfers transfers) {
    this.settings = settings;
    this.store = store;
    this.process = settings.process();
    this.log = log;
    this.transfers = transfers;
    this.garbage = new Garbage(store, process);
    this.retention = new Retention(this::kept, settings.grace(), settings.openRuns());
  }

  /** What else the entry of a checkpoint changes in the index. */
  @FunctionalInterface
  interface Besides {
    Manifest.Index change(Manifest.Index index, long version);
  }

  CommitLog log() {
    return log;
  }

  synchronized Checkpoint save(
      Progress progress, List<? extends StateWriter.Source> state, Besides besides) {
    log.requireNotFenced();
    var writer = new StateWriter(store, process, log.epoch(), settings.compression(), transfers);
    return checkpoint(
        (base, version) -> {
          StateWriter.Written written = writer.write(state, base);
          Instant now = settings.clock().instant();
          CheckpointRow row = Rows.row(version, progress, now, written.items());
          return draft(besides.change(base.with(row), version), version, now, written.payload());
        });
  }

  /**
   * Commits the state of the newest checkpoint that is known to be whole, or else of the newest,
   * with another status.
   */
  synchronized Checkpoint mark(Status status, Optional<String> reason) {
    log.requireNotFenced();
    return checkpoint(
        (base, version) -> {
          Instant now = settings.clock().instant();
          // Asked of each base anew: what an edit has deleted must not be carried on.
          Optional<CheckpointRow> from = lastWhole(base);
          Progress before =
              from.map(row -> Rows.checkpoint(process, row).progress())
                  .orElseGet(() -> Progress.at(0));
          Progress progress = before.status(status).because(reason);
          CheckpointRow row =
              Rows.row(version, progress, now, from.map(CheckpointRow::items).orElse(List.of()));
          ByteBuffer payload = from.map(this::payload).orElse(Entry.NO_PAYLOAD);
          Manifest.Index next = base.with(row);
          if (from.isPresent()) {
            next = RunRegistry.carryOn(next, from.get().version(), version);
          }
          return draft(next, version, now, payload);
        });
  }

  synchronized RegisteredRun register(RunDefinition definition, OnMismatch onMismatch) {
    log.requireNotFenced();
    return RunRegistry.find(process, log.newest().manifest().index(), definition, onMismatch)
        .orElseGet(() -> registerAnew(definition));
  }

  synchronized RegisteredRun registerAnew(RunDefinition definition) {
    long known = whole;
    Entry entry =
        commit(
            (base, version) -> {
              Instant now = settings.clock().instant();
              return draft(
                  RunRegistry.add(base, version, definition, now), known, now, Entry.NO_PAYLOAD);
            });
    List<RunRow> runs = entry.manifest().runs();
    return RunRegistry.registered(process, runs.get(runs.size() - 1), definition);
  }

  /** Commits an edit of this process by its own writer; nothing when it is in effect already. */
  synchronized void edit(CommitLog.Edit edit) {
    log.requireNotFenced();
    long known = whole;
    if (edit.on(log.newest().manifest().index()).isPresent()) {
      Entry entry =
          commit(
              (base, version) ->
                  draft(
                      edit.on(base).orElse(base),
                      known,
                      settings.clock().instant(),
                      Entry.NO_PAYLOAD));
      LOGGER.debug("Edited {} by v{}", process, entry.version());
    }
  }

  /** Notes that a checkpoint was restored, and so is whole. */
  synchronized void restored(long version) {
    whole = Math.max(whole, version);
  }

  synchronized void deleteGarbage() {
    garbage.delete();
  }

  @GuardedBy("this")
  private Checkpoint checkpoint(CommitLog.Change change) {
    Entry entry = commit(change);
    Checkpoint saved = Rows.checkpoint(process, entry.manifest().newest().orElseThrow());
    whole = saved.version();
    LOGGER.debug("Saved {}, epoch {}", saved, log.epoch());
    return saved;
  }

  @GuardedBy("this")
  private Entry commit(CommitLog.Change change) {
    Manifest.Index before = log.newest().manifest().index();
    Entry entry = log.commit(change);
    garbage.dropped(before, entry.manifest().index());
    return entry;
  }

  private CommitLog.Draft draft(Manifest.Index index, long known, Instant now, ByteBuffer payload) {
    return new CommitLog.Draft(tagBest(retention.apply(index, known, now)), payload);
  }

  /** A policy that keeps the best by a metric has the best one under the tag {@code best}. */
  private Manifest.Index tagBest(Manifest.Index index) {
    List<Checkpoint> best = settings.keep().bestFirst(Rows.checkpoints(process, index.live()));
    if (best.isEmpty()) {
      return index;
    }
    var tags = new TreeMap<>(index.tags());
    tags.put(Edits.BEST, new TagRow(best.get(0).version(), null));
    return index.withTags(tags);
  }

  private Set<Long> kept(List<CheckpointRow> rows) {
    return settings.keep().select(Rows.checkpoints(process, rows));
  }

  private synchronized Optional<CheckpointRow> lastWhole(Manifest.Index index) {
    for (CheckpointRow row : index.live()) {
      if (row.version() == whole) {
        return Optional.of(row);
      }
    }
    return index.newest();
  }

  /** The bytes of a checkpoint that are in its entry. */
  private ByteBuffer payload(CheckpointRow row) {
    if (row.items().stream()
        .flatMap(item -> item.chunks().stream())
        .allMatch(chunk -> chunk.inline() == null)) {
      return Entry.NO_PAYLOAD;
    }
    Entry newest = log.newest();
    if (newest.version() == row.version()) {
      return newest.payload();
    }
    return new LogReader(store, process)
        .at(row.version())
        .orElseThrow(
            () ->
                new DamagedException(
                    "v%d of %s".formatted(row.version(), process), "its entry is not in the store"))
        .payload();
  }
}
