package dev.cairn;

import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
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

  private final ObjectStore store;
  private final ProcessId process;
  private final boolean ownsStore;
  private final Transfers transfers = new Transfers(PARALLELISM);

  private CheckpointReader(ObjectStore store, ProcessId process, boolean ownsStore) {
    this.store = store;
    this.process = process;
    this.ownsStore = ownsStore;
  }

  /**
   * Opens the checkpoints of a process in the store that a URI names; closing this closes that
   * store.
   */
  public static CheckpointReader open(String storeUri, ProcessId process) {
    return new CheckpointReader(ObjectStores.open(storeUri), process, true);
  }

  /** Opens the checkpoints of a process in a store that stays open when this is closed. */
  public static CheckpointReader open(ObjectStore store, ProcessId process) {
    return new CheckpointReader(store, process, false);
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
    List<Checkpoint> all = list();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The checkpoints that are kept, oldest first. Their states are not read. */
  public List<Checkpoint> list() {
    return Rows.checkpoints(process, look().index().live());
  }

  /** What a start would find. */
  public RecoveryInfo recoveryInfo() {
    return recoveryInfo(look());
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
    return restoration().named(name);
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
    List<Checkpoint> checkpoints = Rows.checkpoints(process, view.index().live());
    return new RecoveryInfo(
        process,
        checkpoints.isEmpty()
            ? Optional.empty()
            : Optional.of(checkpoints.get(checkpoints.size() - 1)),
        checkpoints.size(),
        view.entry().map(entry -> entry.manifest().epoch()).orElse(0L),
        view.entry().map(Entry::manifest).map(manifest -> manifest.writer()),
        InstantSource.system().instant(),
        view.damage().stream().map(DamagedException::getMessage).map(String::valueOf).toList());
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
    return new Restoration(store, process, transfers, new Findings(), this::look);
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
