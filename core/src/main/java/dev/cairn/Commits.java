package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.internal.collect.Garbage;
import dev.cairn.internal.collect.Horizon;
import dev.cairn.internal.collect.PageWork;
import dev.cairn.internal.collect.PageWriter;
import dev.cairn.internal.collect.Retention;
import dev.cairn.internal.collect.SealedRows;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.SupersededPageException;
import dev.cairn.internal.log.TagRow;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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
  private final Pages pages;
  private final PageWriter pageWriter;
  private final Findings findings = new Findings();
  private final IdentityHashMap<CheckpointRow, Checkpoint> seen = new IdentityHashMap<>();
  private final Events events;

  @GuardedBy("this")
  private final Garbage garbage;

  /** The log is locked while it commits, which may take long; this is not. */
  private volatile Entry newest;

  Commits(
      CheckpointManagerBuilder settings,
      ObjectStore store,
      CommitLog log,
      Transfers transfers,
      Events events) {
    this.events = events;
    this.settings = settings;
    this.store = store;
    this.process = settings.process();
    this.log = log;
    this.transfers = transfers;
    this.pages = new Pages(store, process, Integer.MAX_VALUE);
    this.pageWriter = new PageWriter(store, process, log.epoch(), pages);
    this.garbage = new Garbage(store, process, pages, events::collected);
    this.newest = log.newest();
    if (!log.damageAtOpening().isEmpty()) {
      Manifest.Index old = newest.manifest().index();
      old.tail().forEach(findings::doomed);
      old.pages().forEach(pages::doubt);
    }
    this.retention = new Retention(this::kept, settings.grace(), settings.openRuns());
  }

  /** What else the entry of a checkpoint changes in the index. */
  @FunctionalInterface
  interface Besides {
    Manifest.Index change(Manifest.Index index, long version);
  }

  /** An edit that finds what is sealed in some pages. */
  @FunctionalInterface
  interface EditOf {
    CommitLog.Edit with(Pages pages);
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
    return new Restoration(
        store, process, transfers, findings, pages, this::view, settings.onDamage());
  }

  /** The index of what is committed. */
  IndexLook index() {
    return new IndexLook(store, process, pages, this::view);
  }

  Checkpoint save(Progress progress, List<? extends StateWriter.Source> state, Besides besides) {
    return save(progress, now -> now, state, besides);
  }

  /**
   * The same, where {@code time} says when the checkpoint was taken, given when it is committed.
   */
  synchronized Checkpoint save(
      Progress progress,
      UnaryOperator<Instant> time,
      List<? extends StateWriter.Source> state,
      Besides besides) {
    return checkpoint(
        writer ->
            (base, version) -> {
              StateWriter.Written written = write(writer, state, base);
              Instant now = settings.clock().instant();
              CheckpointRow row =
                  Rows.row(
                      version, progress, time.apply(now), written.items(), findings.fallback());
              return draft(
                  besides.change(base.with(row), version), version, now, written.payload());
            });
  }

  /** Commits the state of the newest whole checkpoint with another status. */
  synchronized Checkpoint mark(Status status, Optional<String> reason) {
    return checkpoint(
        writer ->
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
    requireNotFenced();
    return RunRegistry.find(process, newest.manifest().index(), definition, onMismatch)
        .orElseGet(() -> registerAnew(definition));
  }

  RegisteredRun registerAnew(RunDefinition definition) {
    return registerAnew(definition, now -> now);
  }

  /** The same, where {@code time} says when the run was registered, given when it is committed. */
  synchronized RegisteredRun registerAnew(RunDefinition definition, UnaryOperator<Instant> time) {
    Entry entry =
        events.writing(
            () ->
                commit(
                    (base, version) -> {
                      Instant now = settings.clock().instant();
                      Manifest.Index next =
                          RunRegistry.add(base, version, definition, time.apply(now));
                      return draft(next, findings.newestWhole(), now, Entry.NO_PAYLOAD);
                    }));
    LOGGER.info("Registered a run of {} by v{}, epoch {}", process, entry.version(), log.epoch());
    List<RunRow> runs = entry.manifest().runs();
    return RunRegistry.registered(process, runs.get(runs.size() - 1), definition);
  }

  /**
   * Commits an edit of this process by its own writer. Also when it seems to be in effect already:
   * somebody else may have edited since.
   */
  synchronized void edit(EditOf edit) {
    requireNotFenced();
    Entry entry =
        events.writing(
            () ->
                commit(
                    (base, version) -> {
                      Instant now = settings.clock().instant();
                      Manifest.Index next = edited(base, edit.with(pages));
                      return draft(next, findings.newestWhole(), now, Entry.NO_PAYLOAD);
                    }));
    LOGGER.debug("Edited {} by v{}, epoch {}", process, entry.version(), log.epoch());
  }

  /**
   * Only another writer can have replaced a page that this one knows, and the commit, which says
   * nothing new then, finds out that it has.
   */
  private static Manifest.Index edited(Manifest.Index base, CommitLog.Edit edit) {
    try {
      return edit.on(base).orElse(base);
    } catch (SupersededPageException e) {
      LOGGER.debug("Another writer must have opened the process: {}", e.getMessage());
      return base;
    }
  }

  /** What a collection of what others have left goes by. It need not be the newest any more. */
  Horizon horizon() {
    log.requireNotFenced();
    return index()
        .askView(
            view ->
                Horizon.of(view.entry().orElseThrow(() -> view.damage().get(0)).manifest(), pages));
  }

  /**
   * Looks for garbage while no save of this writer is under way; saves wait for that.
   *
   * @return empty when the outcome of a save is unknown; then nobody looked
   */
  synchronized Optional<List<GarbageObject>> whileIdle(
      Function<WholeIndex, List<GarbageObject>> search) {
    log.requireNotFenced();
    if (log.isUndecided()) {
      return Optional.empty();
    }
    try {
      return Optional.of(search.apply(new WholeIndex(log.newest().manifest().index(), pages)));
    } catch (SupersededPageException e) {
      // Another writer has opened the process, and what this one left is for anybody to collect.
      LOGGER.debug("Another writer must have opened the process: {}", e.getMessage());
      return Optional.of(List.of());
    }
  }

  synchronized void deleteGarbage() {
    garbage.delete();
  }

  private StateWriter writer() {
    return new StateWriter(
        store, process, log.epoch(), settings.compression(), transfers, findings::isTrusted);
  }

  private void requireNotFenced() {
    events.writing(
        () -> {
          log.requireNotFenced();
          return log;
        });
  }

  @GuardedBy("this")
  private Checkpoint checkpoint(Function<StateWriter, CommitLog.Change> change) {
    requireNotFenced();
    StateWriter writer = writer();
    SaveMeter meter = new SaveMeter(writer);
    Entry entry = events.writing(() -> commit(writer, meter.measured(change.apply(writer))));
    CheckpointRow row = entry.manifest().committed().orElseThrow();
    findings.whole(row);
    Checkpoint saved = Rows.checkpoint(process, row);
    saved.fallback().ifPresent(findings::recorded);
    events.saved(saved, meter);
    return saved;
  }

  private synchronized Entry commit(StateWriter writer, CommitLog.Change change) {
    try {
      return commit(change);
    } catch (StoreException | FencedException e) {
      discard(writer, e);
      throw e;
    }
  }

  private synchronized Entry commit(CommitLog.Change change) {
    Manifest.Index before = newest.manifest().index();
    long known = newest.version();
    try {
      Entry entry =
          log.commit(
              (base, version) -> {
                // what is new is a save of this writer whose outcome was unknown until now
                base.tail().stream().filter(row -> row.version() > known).forEach(findings::whole);
                return change.on(base, version);
              });
      Manifest.Index after = entry.manifest().index();
      garbage.abandoned(pageWriter.committed(after));
      garbage.dropped(before, after);
      pages.forgetAllBut(looksBack(settings.keep()) ? after : Manifest.Index.EMPTY);
      return entry;
    } catch (StoreException | FencedException e) {
      garbage.abandoned(pageWriter.abandon());
      throw e;
    } finally {
      pageWriter.leave();
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
    SealedRows sealed =
        index.pages().isEmpty() || !looksBack(settings.keep())
            ? SealedRows.none()
            : SealedRows.of(index, pages);
    PageWork work = new PageWork(settings.pageLimits(), pages, pageWriter);
    Manifest.Index kept = retention.apply(tagBest(index, sealed), sealed, work, whole, now);
    return new CommitLog.Draft(work.finish(kept), payload);
  }

  /** Whether a policy has to see checkpoints again that it has kept before. */
  private static boolean looksBack(Keep keep) {
    return ranks(keep) || !keepsAll(keep);
  }

  private static boolean ranks(Keep keep) {
    return keep instanceof Keep.Best
        || (keep instanceof Keep.AnyOf any && any.policies().stream().anyMatch(Commits::ranks));
  }

  private static boolean keepsAll(Keep keep) {
    return keep instanceof Keep.All
        || (keep instanceof Keep.AnyOf any && any.policies().stream().anyMatch(Commits::keepsAll));
  }

  /** A policy that keeps the best by a metric has the best one under the tag {@code best}. */
  private Manifest.Index tagBest(Manifest.Index index, SealedRows sealed) {
    if (!ranks(settings.keep()) || !sealed.hasAll(index)) {
      return index;
    }
    List<Checkpoint> best = settings.keep().bestFirst(checkpoints(sealed.live(index)));
    if (best.isEmpty()) {
      return index;
    }
    var tags = new TreeMap<>(index.tags());
    tags.put(Edits.BEST, new TagRow(best.get(0).version(), null));
    return index.withTags(tags);
  }

  private Set<Long> kept(List<CheckpointRow> rows) {
    return settings.keep().select(checkpoints(rows));
  }

  /** Where many are kept, most were seen at the commit before. */
  private List<Checkpoint> checkpoints(List<CheckpointRow> rows) {
    if (seen.size() > 2 * rows.size() + 100) {
      seen.clear();
    }
    return rows.stream()
        .map(row -> seen.computeIfAbsent(row, each -> Rows.checkpoint(process, each)))
        .toList();
  }

  /** A state that goes from one checkpoint into the next; {@code from} is 0 when there is none. */
  private record Carried(long from, Progress progress, StateWriter.Written state) {}

  /**
   * The state of the newest whole checkpoint. It is asked for again with each base, since what an
   * edit has deleted must not be carried on.
   */
  private Carried carried(StateWriter writer, Manifest.Index base) {
    Optional<CheckpointRow> known = newestWhole(base);
    if (known.isPresent() && known.get().objects().allMatch(findings::isTrusted)) {
      CheckpointRow row = known.get();
      try {
        var state = new StateWriter.Written(row.items(), payload(row));
        return new Carried(row.version(), Rows.checkpoint(process, row).progress(), state);
      } catch (DamagedException e) {
        LOGGER.warn("{} (epoch {})", e.getMessage(), log.epoch());
        findings.damaged(row);
      }
    }
    // None is known, or it is retired and must be stored again.
    LogView view = new LogView(log.newest().version(), Optional.of(log.newest()), List.of());
    Optional<Restored> restored =
        new Restoration(store, process, transfers, findings, pages, () -> view, settings.onDamage())
            .latest();
    return new Carried(
        restored.map(from -> from.checkpoint().version()).orElse(0L),
        restored.map(Restored::progress).orElseGet(() -> Progress.at(0)),
        write(writer, restored.map(Restored::sources).orElseGet(List::of), base));
  }

  private Optional<CheckpointRow> newestWhole(Manifest.Index base) {
    try {
      return new WholeIndex(base, pages).findLive(findings.newestWhole());
    } catch (DamagedException | SupersededPageException e) {
      LOGGER.warn("{}", e.getMessage());
      return Optional.empty();
    }
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
