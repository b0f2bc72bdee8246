package dev.cairn.internal.log;

import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log of a process without leaving a trace in it.
 *
 * <p>Opening the newest entry is one LIST of one key and one GET, whatever the length of the log.
 * Only damage to the newest entry costs more: then the entries before it are tried, newest first.
 */
public final class LogReader {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogReader.class);
  private static final int MOST_TRIES = 20;

  private final ObjectStore store;
  private final ProcessId process;
  private final LogKeys keys;

  /** A reader of the log of {@code process}. Nothing is read yet. */
  public LogReader(ObjectStore store, ProcessId process) {
    this.store = store;
    this.process = process;
    this.keys = new LogKeys(process);
  }

  /**
   * What the newest whole entry says. One LIST and one GET, and another LIST when the newest entry
   * is a claim or an edit, see {@link #wasNewest}.
   */
  public LogView view() {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      LogView view = look();
      if (wasNewest(view)) {
        return view;
      }
    }
    throw tooFast();
  }

  /**
   * Like {@link #view}, but it may show what {@link #wasNewest} finds out. Enough for a writer or
   * an editor, who looks for the newest entry once more after its put.
   */
  LogView look() {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      OptionalLong newest = newestVersion();
      if (newest.isEmpty()) {
        return LogView.EMPTY;
      }
      try {
        Optional<Entry> entry = at(newest.getAsLong());
        if (entry.isPresent()) {
          return new LogView(newest.getAsLong(), entry, List.of());
        }
        // It was truncated after it was listed, so a newer one is there: look again.
      } catch (DamagedException damage) {
        return before(newest.getAsLong(), damage);
      }
    }
    throw tooFast();
  }

  /**
   * Whether the entry that was got is the one that was listed. Between the two a newer entry may
   * have come, the listed one may have been truncated, and a claim or an edit that was built on an
   * older view may have landed in its slot. A commit cannot have come that way, and what was a
   * claim or an edit already is never deleted, so only a claim or an edit asks for another LIST:
   * what is the newest still was so all the time.
   */
  boolean wasNewest(LogView view) {
    boolean mayHaveCome =
        view.entry().filter(entry -> entry.manifest().kind() != EntryKind.COMMIT).isPresent();
    return !mayHaveCome || newestVersion().orElse(0) == view.newestVersion();
  }

  private StoreUnavailableException tooFast() {
    return new StoreUnavailableException(
        "The newest entry of %s was listed and then was not there, %d times in a row: the log moves faster than it can be read, or the store's listing is stale. Try again."
            .formatted(process, MOST_TRIES));
  }

  /**
   * The entry of a version, or empty when there is none: not yet, or no longer. One GET.
   *
   * @throws DamagedException when what stands there is not what was written
   */
  public Optional<Entry> at(long version) {
    return store.get(keys.of(version)).map(bytes -> decode(bytes, version));
  }

  /** The folder of the entries. */
  public KeyPrefix prefix() {
    return keys.prefix();
  }

  /** The version of the entry that has that key; empty when the key is not one of an entry. */
  public OptionalLong version(ObjectKey key) {
    return keys.version(key);
  }

  /** Where the entry of a version is. */
  public ObjectKey key(long version) {
    return keys.of(version);
  }

  /**
   * The version of the newest entry; empty when the log has none. One LIST, unless foreign objects
   * are in the way.
   */
  OptionalLong newestVersion() {
    ListRequest all = ListRequest.objects(keys.prefix());
    ListPage first = store.list(all.limit(1));
    OptionalLong found = newest(first);
    if (found.isPresent() || first.continuation().isEmpty()) {
      return found;
    }
    // From the start again, since one page shows one moment and two do not.
    Optional<ListRequest> request = Optional.of(all);
    while (request.isPresent() && found.isEmpty()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      found = newest(page);
      request = page.continuation().map(now::after);
    }
    return found;
  }

  private OptionalLong newest(ListPage page) {
    return page.objects().stream()
        .map(object -> keys.version(object.key()))
        .flatMapToLong(OptionalLong::stream)
        .findFirst();
  }

  /**
   * The newest entries that are there and whole, newest first: one LIST for each 1,000 and one GET
   * for each. What truncation deleted is not among them, and what is damaged neither.
   */
  public List<Entry> newest(int most) {
    List<Entry> found = new ArrayList<>();
    Optional<ListRequest> request = Optional.of(ListRequest.objects(keys.prefix()));
    while (request.isPresent() && found.size() < most) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      for (ObjectInfo object : page.objects()) {
        OptionalLong version = keys.version(object.key());
        if (version.isPresent() && found.size() < most) {
          try {
            at(version.getAsLong()).ifPresent(found::add);
          } catch (DamagedException e) {
            LOGGER.warn("Passing over an entry: {}", e.getMessage());
          }
        }
      }
      request = page.continuation().map(now::after);
    }
    return found;
  }

  /** The versions of the entries that are there from one to another, newest first. */
  List<Long> versions(long first, long last) {
    List<Long> found = new ArrayList<>();
    Optional<ListRequest> request = Optional.of(ListRequest.objects(keys.prefix()));
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      request = page.continuation().map(now::after);
      for (ObjectInfo object : page.objects()) {
        OptionalLong version = keys.version(object.key());
        if (version.isPresent() && version.getAsLong() < first) {
          return found;
        }
        if (version.isPresent() && version.getAsLong() <= last) {
          found.add(version.getAsLong());
        }
      }
    }
    return found;
  }

  private LogView before(long newest, DamagedException first) {
    List<DamagedException> damage = new ArrayList<>(List.of(first));
    Optional<ListRequest> request = Optional.of(ListRequest.objects(keys.prefix()));
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      for (ObjectInfo object : page.objects()) {
        OptionalLong version = keys.version(object.key());
        if (version.isEmpty() || version.getAsLong() >= newest) {
          continue;
        }
        try {
          Optional<Entry> entry = at(version.getAsLong());
          if (entry.isPresent()) {
            return new LogView(newest, entry, damage);
          }
        } catch (DamagedException more) {
          damage.add(more);
        }
      }
      request = page.continuation().map(now::after);
    }
    return new LogView(newest, Optional.empty(), damage);
  }

  private Entry decode(byte[] bytes, long version) {
    String what = "Entry v" + version + " of " + process;
    Entry entry = EntryFormat.decode(bytes, what);
    Manifest manifest = entry.manifest();
    if (manifest.version() != version || !manifest.process().equals(process.toString())) {
      throw new DamagedException(
          what, "the object holds v%d of %s".formatted(manifest.version(), manifest.process()));
    }
    return entry;
  }
}
