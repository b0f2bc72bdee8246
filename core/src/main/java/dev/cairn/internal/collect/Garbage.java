package dev.cairn.internal.collect;

import dev.cairn.CairnException;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RunRow;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a writer's own commits have dropped from the index, and what its failed saves have left, on
 * its way out of the store.
 *
 * <p>Why it is safe to delete it: the commit that dropped it is acknowledged, so every entry from
 * then on is built on an index that does not name it, and nothing that an index does not name is
 * ever named again: a save reuses only chunks that are live in the index that it builds on, and the
 * keys of chunks and runs are never used twice. The entry of a dropped checkpoint is a commit, is
 * not the newest, and carries the payload of that checkpoint alone, which is what truncation asks
 * for.
 *
 * <p>The keys of a failed save are named by no entry at all: its entry was refused, or was never
 * sent. A save whose outcome is unknown is not a failed one, and leaves everything where it is.
 *
 * <p>Deletes are sent in batches, so most saves cost no request for them. What could not be deleted
 * is tried again with the next batch; what a writer leaves behind when it dies is found by a {@link
 * Sweep}.
 *
 * <p>Used by one thread at a time.
 */
public final class Garbage {
  private static final Logger LOGGER = LoggerFactory.getLogger(Garbage.class);

  /** The number of objects that make a batch worth a request. */
  static final int BATCH = 100;

  private final ObjectStore store;
  private final ProcessId process;
  private final Dropped dropped;
  private final LongConsumer deleted;
  private final Set<ObjectKey> keys = new LinkedHashSet<>();
  private final Set<KeyPrefix> folders = new LinkedHashSet<>();

  /** Nothing to delete yet, of one process; {@code deleted} is told of each batch that is gone. */
  public Garbage(ObjectStore store, ProcessId process, Pages pages, LongConsumer deleted) {
    this.store = store;
    this.process = process;
    this.dropped = new Dropped(process, new LogReader(store, process), pages);
    this.deleted = deleted;
  }

  /**
   * Takes over what an acknowledged commit dropped, and deletes when there is enough for a batch.
   */
  public void dropped(Manifest.Index before, Manifest.Index after) {
    keys.addAll(dropped.between(before, after));
    Set<String> runs = new HashSet<>();
    after.runs().forEach(run -> runs.add(run.folder()));
    before.runs().stream()
        .map(RunRow::folder)
        .filter(folder -> !runs.contains(folder))
        .forEach(folder -> folders.add(new KeyPrefix(process.prefix().value() + folder + "/")));
    if (keys.size() >= BATCH || !folders.isEmpty()) {
      delete();
    }
  }

  /** Takes over the objects of a save that is not committed and never will be. */
  public void abandoned(Collection<ObjectKey> objects) {
    keys.addAll(objects);
  }

  /**
   * Deletes what there is. A store that does not let it is logged, not thrown: the commit stands.
   */
  public void delete() {
    try {
      if (!keys.isEmpty()) {
        store.delete(keys);
        LOGGER.debug("Deleted {} objects that {} needs no longer", keys.size(), process);
        deleted.accept(keys.size());
        keys.clear();
      }
      for (KeyPrefix folder : Set.copyOf(folders)) {
        deleteFolder(folder);
        folders.remove(folder);
      }
    } catch (CairnException e) {
      LOGGER.warn("What {} needs no longer could not be deleted yet: {}", process, e.getMessage());
    }
  }

  private void deleteFolder(KeyPrefix folder) {
    Optional<ListRequest> request = Optional.of(ListRequest.objects(folder));
    while (request.isPresent()) {
      ListRequest now = request.get();
      ListPage page = store.list(now);
      if (!page.objects().isEmpty()) {
        store.delete(page.objects().stream().map(ObjectInfo::key).toList());
        deleted.accept(page.objects().size());
      }
      request = page.continuation().map(now::after);
    }
  }
}
