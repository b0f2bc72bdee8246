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
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreException;
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
 *
 * <p>What is committed can be looked at while a commit is under way.
 */
final class Commits {
  private static final Logger LOGGER = LoggerFactory.getLogger(Commits.class);

  private final CheckpointManagerBuilder settings;
  private final ObjectStore store;
  private final ProcessId process;
  private final CommitLog log;
  private final Transfers transfers;
  private final Retention retention;
  private final Findings findings = new Findings();

  @GuardedBy("this")
  private final Garbage garbage;

  /** The log is locked while it commits, which may take long; this is not. */
  private volatile Entry newest;

  Commits(
      CheckpointManagerBuilder settings, ObjectStore store, CommitLog log, Transfers transfers) {
    this.settings = settings;
    this.store = store;
    this.process = settings.process();
    this.log = log;
    this.transfers = transfers;
    this.garbage = new Garbage(store, process);
    this.newest = log.newest();
    this.retention = new Retention(this::kept, settings.grace(), settings.openRuns());
  }

  /** What else the entry of a checkpoint changes in the index. */
  @FunctionalInterface
  interface Besides {
    Manifest.Index change(Manifest.Index index, long version);
  }

  long epoch() {
    return log.epoch();
  }

  /** The newest entry that this manager knows. */
  Entry newest() {
    return newest;
  }

  /** The way back from what is committed. */
  Restoration restoration() {
    return new Restoration(store, process, transfers, findings, this::view, settings.onDamage());
  }

  synchronized Checkpoint save(
      Progress progress, List<? extends StateWriter.Source> state, Besides besides) {
    log.requireNotFenced();
    StateWriter writer = writer();
    return checkpoint(
        writer,
        (base, version) -> {
          StateWriter.Written written = write(writer, state, base);
          Instant now = settings.clock().instant();
          CheckpointRow row =
              Rows.row(version, progress, now, written.items(), findings.fallback());
          return draft(besides.change(base.with(row), version), version, now, written.payload());
        });
  }

  /** Commits the state of the newest whole checkpoint with another status. */
  synchronized Checkpoint mark(Status status, Optional<String> reason) {
    log.requireNotFenced();
    StateWriter writer = writer();
    return checkpoint(
        writer,
        (base, version) -> {
          Carried carried = carried(writer, base);
          Instant now = settings.clock().instant();
          Progress progress = carried.progress().status(status).because(reason);
          CheckpointRow row =
              Rows.row(version, progress, now, carried.state().items(), findings.fallback());
          Manifest.Index next = RunRegistry.carryOn(base.with(row), carried.from(), version);
          return draft(next, version, now, carried.state().payload());
        });
  }

  synchronized RegisteredRun register(RunDefinition definition, OnMismatch onMismatch) {
    log.requireNotFenced();
    return RunRegistry.find(process, newest.manifest().index(), definition, onMismatch)
        .orElseGet(() -> registerAnew(definition));
  }

  synchronized RegisteredRun registerAnew(RunDefinition definition) {
    Entry entry =
        commit(
            (base, version) -> {
              Instant now = settings.clock().instant();
              Manifest.Index next = RunRegistry.add(base, version, definition, now);
              return draft(next, findings.newestWhole(), now, Entry.NO_PAYLOAD);
            });
    List<RunRow> runs = entry.manifest().runs();
    return RunRegistry.registered(process, runs.get(runs.size() - 1), definition);
  }

  /**
   * Commits an edit of this process by its own writer. Also when it seems to be in effect already:
   * somebody else may have edited since.
   */
  synchronized void edit(CommitLog.Edit edit) {
    log.requireNotFenced();
    Entry entry =
        commit(
            (base, version) -> {
              Instant now = settings.clock().instant();
              Manifest.Index next = edit.on(base).orElse(base);
              return draft(next, findings.newestWhole(), now, Entry.NO_PAYLOAD);
            });
    LOGGER.debug("Edited {} by v{}", process, entry.version());
  }

  synchronized void deleteGarbage() {
    garbage.delete();
  }

  private StateWriter writer() {
    return new StateWriter(
        store, process, log.epoch(), settings.compression(), transfers, findings::isTrusted);
  }

  @GuardedBy("this")
  private Checkpoint checkpoint(StateWriter writer, CommitLog.Change change) {
    Entry entry;
    try {
      entry = commit(change);
    } catch (StoreException | FencedException e) {
      discard(writer, e);
      throw e;
    }
    CheckpointRow row = entry.manifest().newest().orElseThrow();
    findings.whole(row);
    Checkpoint saved = Rows.checkpoint(process, row);
    saved.fallback().ifPresent(findings::recorded);
    LOGGER.debug("Saved {}, epoch {}", saved, log.epoch());
    return saved;
  }

  @GuardedBy("this")
  private Entry commit(CommitLog.Change change) {
    Manifest.Index before = newest.manifest().index();
    try {
      Entry entry = log.commit(change);
      garbage.dropped(before, entry.manifest().index());
      return entry;
    } finally {
      // Also after a failure: it may have been built on an edit by then.
      newest = log.newest();
    }
  }

  private synchronized StateWriter.Written write(
      StateWriter writer, List<? extends StateWriter.Source> state, Manifest.Index base) {
    try {
      return writer.write(state, base);
    } catch (RuntimeException e) {
      discard(writer, e);
      throw e;
    }
  }

  /** Lets go of what a save has stored that is not committed and never will be. */
  @GuardedBy("this")
  private void discard(StateWriter writer, RuntimeException failure) {
    garbage.abandoned(writer.abandon());
    if (failure instanceof StoreException) {
      // The store may be full, so what is not needed goes now.
      garbage.delete();
    }
  }

  private CommitLog.Draft draft(Manifest.Index index, long whole, Instant now, ByteBuffer payload) {
    return new CommitLog.Draft(retention.apply(tagBest(index), whole, now), payload);
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

  /** A state that goes from one checkpoint into the next; {@code from} is 0 when there is none. */
  private record Carried(long from, Progress progress, StateWriter.Written state) {}

  /**
   * The state of the newest whole checkpoint. It is asked for again with each base, since what an
   * edit has deleted must not be carried on.
   */
  private Carried carried(StateWriter writer, Manifest.Index base) {
    for (CheckpointRow row : base.live()) {
      if (row.version() == findings.newestWhole()) {
        try {
          var state = new StateWriter.Written(row.items(), payload(row));
          return new Carried(row.version(), Rows.checkpoint(process, row).progress(), state);
        } catch (DamagedException e) {
          LOGGER.warn("{}", e.getMessage());
          findings.damaged(row);
        }
      }
    }
    // None is known, or it is retired and must be stored again.
    LogView view = new LogView(log.newest().version(), Optional.of(log.newest()), List.of());
    Optional<Restored> restored =
        new Restoration(store, process, transfers, findings, () -> view, settings.onDamage())
            .latest();
    return new Carried(
        restored.map(from -> from.checkpoint().version()).orElse(0L),
        restored.map(Restored::progress).orElseGet(() -> Progress.at(0)),
        write(writer, restored.map(Restored::sources).orElseGet(List::of), base));
  }

  /** The bytes of a checkpoint that are in its entry. */
  private ByteBuffer payload(CheckpointRow row) {
    if (row.items().stream()
        .flatMap(item -> item.chunks().stream())
        .allMatch(chunk -> chunk.inline() == null)) {
      return Entry.NO_PAYLOAD;
    }
    Entry known = log.newest();
    if (known.version() == row.version()) {
      return known.payload();
    }
    return new LogReader(store, process)
        .at(row.version())
        .orElseThrow(
            () ->
                new DamagedException(
                    "v%d of %s".formatted(row.version(), process), "its entry is not in the store"))
        .payload();
  }

  private LogView view() {
    Entry known = newest;
    List<DamagedException> damage =
        known.version() == log.epoch() ? log.damageAtOpening() : List.of();
    return new LogView(known.version(), Optional.of(known), damage);
  }
}
