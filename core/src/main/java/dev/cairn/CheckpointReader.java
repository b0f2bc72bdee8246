package dev.cairn;

import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.policy.Direction;
import dev.cairn.policy.OnDamage;
import dev.cairn.run.RunInfo;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The checkpoints of a process, for reading. Nothing is written, nobody is fenced, and any number
 * of readers may look on while a writer runs. Every method looks at the log anew: one LIST and one
 * GET, then what it is to fetch.
 *
 * <p>Safe for use by many threads.
 */
public final class CheckpointReader implements AutoCloseable {
  private static final int PARALLELISM = 4;
  private static final int MOST_PAGES = 64;

  private final ObjectStore store;
  private final ProcessId process;
  private final boolean ownsStore;
  private final OnDamage onDamage;
  private final Pages pages;
  private final Transfers transfers = new Transfers(PARALLELISM);

  private CheckpointReader(
      ObjectStore store, ProcessId process, boolean ownsStore, OnDamage onDamage) {
    this.store = store;
    this.process = process;
    this.ownsStore = ownsStore;
    this.onDamage = onDamage;
    this.pages = new Pages(store, process, MOST_PAGES);
  }

  /**
   * Opens the checkpoints of a process in the store that a URI names; closing this closes that
   * store.
   */
  public static CheckpointReader open(String storeUri, ProcessId process) {
    return open(storeUri, process, OnDamage.FALL_BACK);
  }

  /** The same with another answer to damage than to pass it over. */
  public static CheckpointReader open(String storeUri, ProcessId process, OnDamage onDamage) {
    return new CheckpointReader(ObjectStores.open(storeUri), process, true, onDamage);
  }

  /** Opens the checkpoints of a process in a store that stays open when this is closed. */
  public static CheckpointReader open(ObjectStore store, ProcessId process) {
    return open(store, process, OnDamage.FALL_BACK);
  }

  /** The same with another answer to damage than to pass it over. */
  public static CheckpointReader open(ObjectStore store, ProcessId process, OnDamage onDamage) {
    return new CheckpointReader(store, process, false, onDamage);
  }

  /** The processes of a store, by type and name. One LIST, and one for each type. */
  public static List<ProcessId> processes(ObjectStore store) {
    List<ProcessId> found = new ArrayList<>();
    for (KeyPrefix type : folders(store, KeyPrefix.ROOT)) {
      for (KeyPrefix name : folders(store, type)) {
        try {
          found.add(new ProcessId(type.name(), name.name()));
        } catch (InvalidRequestException e) {
          // Not of Cairn: the store has other tenants.
        }
      }
    }
    return found;
  }

  /** The newest checkpoint, or empty when there is none. Its state is not read. */
  public Optional<Checkpoint> latest() {
    return index().ask(index -> index.newest().map(row -> Rows.checkpoint(process, row)));
  }

  /**
   * The checkpoints that are kept, oldest first. Their states are not read. Where they are many,
   * the older ones are in pages: a GET for each page that this reader does not know yet.
   */
  public List<Checkpoint> list() {
    return index().ask(index -> Rows.checkpoints(process, index.live()));
  }

  /** What a start would find. */
  public RecoveryInfo recoveryInfo() {
    return index().askView(this::recoveryInfo);
  }

  /**
   * The state of the newest checkpoint that is whole, verified; empty when the process has no
   * checkpoint. When a newer one is damaged, {@link Restored#passedOver} says which and why.
   *
   * @throws DamagedException when there are checkpoints and none is whole
   */
  public Optional<Restored> restoreLatest() {
    return restoration().latest();
  }

  /**
   * The state of one checkpoint, verified.
   *
   * @throws CheckpointNotFoundException when there is none of that version, or no longer
   * @throws DamagedException when it is damaged
   */
  public Restored restore(long version) {
    return restoration().version(version);
  }

  /**
   * The state of the checkpoint that a text names, verified: {@code latest}, a version such as
   * {@code v12} or {@code 12}, or a tag such as {@code best}.
   *
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when it is damaged
   */
  public Restored restore(String name) {
    return restoration().named(name, Restoration.ALL);
  }

  /**
   * The state of the checkpoint that a text names, of which only some items are fetched and
   * verified now; the others are when they are taken. So a part of a large state is read without
   * the rest, and with no items nothing is read yet. By the name {@code latest} it is the newest
   * checkpoint whose wanted items are whole.
   *
   * @param items their names
   * @throws CheckpointNotFoundException when there is no such checkpoint, or it lacks an item
   * @throws DamagedException when a wanted item is damaged
   */
  public Restored restore(String name, Set<String> items) {
    return restoration().named(name, Restoration.only(process, items));
  }

  /**
   * The state of the newest checkpoint that was saved at a step, of those that are kept. When it is
   * damaged, another one of the same step is given, and {@link Restored#passedOver} says so.
   *
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when there are some, and none is whole
   */
  public Restored restoreStep(long step) {
    return restoration().step(step);
  }

  /**
   * The state of the best checkpoint by a metric, of those that are kept; of equal ones the older.
   * When it is damaged, the next best is given, and {@link Restored#passedOver} says so.
   *
   * @throws CheckpointNotFoundException when no checkpoint has the metric
   * @throws DamagedException when there are some, and none is whole
   */
  public Restored restoreBest(String metric, Direction direction) {
    return restoration().best(metric, direction);
  }

  /**
   * A checkpoint whose items are fetched and verified when they are read, and not before; for many
   * readers that know the version and that each need some of it. One GET of the entry that
   * committed it, and no LIST; only when that entry was truncated, a LIST and a GET of the newest.
   *
   * @throws CheckpointNotFoundException when there is none of that version, or no longer
   * @throws DamagedException when the entry is damaged; what else is damaged shows itself when an
   *     item is read
   */
  public Restored openVersion(long version) {
    return restoration().committedBy(version);
  }

  /** The runs that are registered and not retired, oldest first. */
  public List<RunInfo> runs() {
    return look().index().runs().stream()
        .filter(row -> row.retired() == null)
        .map(row -> RunRegistry.info(process, row))
        .toList();
  }

  /**
   * What the newest entries of the log say, newest first: who opened the process, who saved, who
   * edited. Each is a GET. Entries whose checkpoints are gone may be gone too; a damaged one is
   * left out.
   *
   * @param most how many, at least 1
   */
  public List<HistoryEntry> history(int most) {
    return new LogReader(store, process)
        .newest(most).stream().map(entry -> HistoryEntry.of(process, entry.manifest())).toList();
  }

  /** The tags, and the version of the checkpoint that each names. */
  public SortedMap<String, Long> tags() {
    SortedMap<String, Long> tags = new TreeMap<>();
    look().index().tags().forEach((name, tag) -> tags.put(name, tag.version()));
    return tags;
  }

  /** The versions of the checkpoints that are pinned. */
  public SortedSet<Long> pins() {
    return look().index().pins();
  }

  /** Ends the threads that fetch, and closes the store if this opened it. */
  @Override
  public void close() {
    transfers.close();
    if (ownsStore) {
      store.close();
    }
  }

  private RecoveryInfo recoveryInfo(LogView view) {
    WholeIndex index = new WholeIndex(view.index(), pages);
    return new RecoveryInfo(
        process,
        index.newest().map(row -> Rows.checkpoint(process, row)),
        index.liveCount(),
        view.entry().map(entry -> entry.manifest().epoch()).orElse(0L),
        view.entry().map(Entry::manifest).map(manifest -> manifest.writer()),
        InstantSource.system().instant(),
        view.damage().stream().map(DamagedException::getMessage).map(String::valueOf).toList());
  }

  ProcessId process() {
    return process;
  }

  ObjectStore store() {
    return store;
  }

  Pages pages() {
    return pages;
  }

  /** All checkpoints that are kept now. */
  Moment moment() {
    return index().askView(view -> new Moment(view, new WholeIndex(view.index(), pages).live()));
  }

  /** One checkpoint, whether it is kept or retired. */
  Moment moment(long version) {
    return index()
        .askView(
            view ->
                new Moment(
                    view,
                    new WholeIndex(view.index(), pages)
                        .find(version)
                        .map(List::of)
                        .orElseThrow(() -> Restoration.absent(process, view.index(), version))));
  }

  /** A checkpoint of a moment, of which nothing was verified yet. */
  Restored unverified(Moment moment, CheckpointRow row) {
    return restoration().unverified(row, moment.view());
  }

  /** The log as it is now; damage is thrown when nothing of the log is whole. */
  private LogView look() {
    LogView view = new LogReader(store, process).view();
    if (view.newestVersion() > 0 && view.entry().isEmpty()) {
      throw view.damage().get(0);
    }
    return view;
  }

  private Restoration restoration() {
    return new Restoration(store, process, transfers, new Findings(), pages, this::look, onDamage);
  }

  private IndexLook index() {
    return new IndexLook(store, process, pages, this::look);
  }

  private static List<KeyPrefix> folders(ObjectStore store, KeyPrefix prefix) {
    List<KeyPrefix> found = new ArrayList<>();
    Optional<ListRequest> request = Optional.of(ListRequest.folders(prefix));
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      found.addAll(page.folders());
      request = page.continuation().map(now::after);
    }
    return found;
  }
}
