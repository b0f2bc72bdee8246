package dev.cairn;

import dev.cairn.internal.collect.BatchedDeletes;
import dev.cairn.internal.collect.CurrentEpoch;
import dev.cairn.internal.collect.Horizon;
import dev.cairn.internal.collect.Sweep;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Pages;
import dev.cairn.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what writers have left behind and no checkpoint needs: data and entries of writers that
 * died, of saves that failed, of runs that are kept no longer. A writer deletes by itself what its
 * own commits drop; this is for the rest.
 *
 * <p>Anybody may collect, at any time and any number at once, while a writer runs, readers read and
 * editors edit. Nobody is fenced, nothing but objects is deleted, no clock is trusted, and it does
 * not matter how old the view is that a collector works from. What it never touches is what the
 * current writer has stored since it opened the process, which only that one can judge: {@link
 * CheckpointManager#garbageCollector} gives a collector that looks at this too. Claims and edits
 * stay in the log for ever, and so do checkpoints that are retired but not dropped yet, which takes
 * a writer's next commit.
 *
 * <pre>{@code
 * try (ObjectStore store = ObjectStores.open("s3://desk/checkpoints")) {
 *   CollectionReport report = GarbageCollector.of(store, ProcessId.training("ranker")).collect();
 *   System.out.println(report.objects() + " objects are gone");
 * }
 * }</pre>
 *
 * <p>Requests: those of a look at the newest entry; a LIST for each 1,000 epochs, runs and entries
 * of the log, for each 1,000 objects of an epoch that is over, and for each 1,000 parts of a run
 * that is not kept; a GET for each entry of the log that is not that of a checkpoint; a DELETE for
 * each 1,000 objects.
 *
 * <p>Safe for use by many threads.
 */
public final class GarbageCollector {
  private static final Logger LOGGER = LoggerFactory.getLogger(GarbageCollector.class);
  private static final int MOST_ENTRIES = 1000;
  private static final int MOST_PAGES = 4;

  private final ObjectStore store;
  private final ProcessId process;
  private final @Nullable Commits writer;
  private final int mostEntries;

  private GarbageCollector(
      ObjectStore store, ProcessId process, @Nullable Commits writer, int mostEntries) {
    this.store = store;
    this.process = process;
    this.writer = writer;
    this.mostEntries = mostEntries;
  }

  /** A collector for a process in a store, which stays open. Nothing is read or written yet. */
  public static GarbageCollector of(ObjectStore store, ProcessId process) {
    return new GarbageCollector(store, process, null, MOST_ENTRIES);
  }

  /** A collector for the process of a writer, who lets it have the current epoch too. */
  static GarbageCollector of(ObjectStore store, ProcessId process, Commits writer) {
    return new GarbageCollector(store, process, writer, MOST_ENTRIES);
  }

  /**
   * The same with another bound on how many entries of the log are read, newest first, to find out
   * which are commits; each is a GET. Without it, that is {@value #MOST_ENTRIES}.
   *
   * @param most 0 or more
   */
  public GarbageCollector mostEntries(int most) {
    if (most < 0) {
      throw new InvalidRequestException(
          "A collection reads 0 entries of the log or more, not " + most + ".");
    }
    return new GarbageCollector(store, process, writer, most);
  }

  /**
   * Finds what {@link #collect} would delete, and deletes nothing.
   *
   * @throws CheckpointNotFoundException when nobody ever opened the process
   * @throws DamagedException when the newest entry of the log or a page of its index is damaged, so
   *     that it cannot be told what is needed; a collection is possible again once a writer has
   *     opened the process
   */
  public CollectionReport dryRun() {
    return dryRun(object -> {});
  }

  /** As {@link #dryRun()}; each object is handed over when it is found. */
  public CollectionReport dryRun(Consumer<GarbageObject> each) {
    return sweep(CollectionReport.Action.WOULD_DELETE, each);
  }

  /**
   * Deletes what is not needed. Not atomic: when it throws, some of it may be gone. It may be
   * repeated.
   *
   * @throws CheckpointNotFoundException when nobody ever opened the process
   * @throws DamagedException when the newest entry of the log or a page of its index is damaged, so
   *     that it cannot be told what is needed; a collection is possible again once a writer has
   *     opened the process
   * @throws FencedException when this is the collector of a manager that knows that it is fenced;
   *     anybody else's collector does what is to be done
   */
  public CollectionReport collect() {
    return collect(object -> {});
  }

  /** As {@link #collect()}; each object is handed over when it is found, before it is deleted. */
  public CollectionReport collect(Consumer<GarbageObject> each) {
    BatchedDeletes deletes = new BatchedDeletes(store);
    CollectionReport report =
        sweep(CollectionReport.Action.DELETED, each.andThen(object -> deletes.add(object.key())));
    deletes.flush();
    LOGGER.info(
        "Deleted {} objects of {} that nothing needs, {} bytes",
        report.objects(),
        process,
        report.bytes());
    return report;
  }

  private CollectionReport sweep(CollectionReport.Action action, Consumer<GarbageObject> each) {
    CollectionTally tally = new CollectionTally();
    Consumer<GarbageObject> found = each.andThen(tally::add);
    Horizon newest = writer == null ? look() : writer.horizon();
    Sweep sweep = new Sweep(store, process, newest, found);
    sweep.epochsThatAreOver();
    sweep.runs();
    long unread = sweep.entries(mostEntries);
    if (unread > 0) {
      tally.left(
          "%d entries of the log: only the newest %d of those that are not of checkpoints were read"
              .formatted(unread, mostEntries));
    }
    if (writer != null && !currentEpoch(writer, found)) {
      tally.left(
          "data of epoch %d: the outcome of a save is unknown; the next save settles it"
              .formatted(writer.epoch()));
    }
    return tally.report(process, newest.version(), action);
  }

  /** False when it was not looked at to the end, since the outcome of a save is unknown. */
  private boolean currentEpoch(Commits idle, Consumer<GarbageObject> found) {
    CurrentEpoch epoch = new CurrentEpoch(store, process, idle.epoch());
    while (epoch.hasNext()) {
      Optional<List<GarbageObject>> garbage = idle.whileIdle(epoch::next);
      if (garbage.isEmpty()) {
        return false;
      }
      garbage.get().forEach(found);
    }
    return true;
  }

  private Horizon look() {
    Pages pages = new Pages(store, process, MOST_PAGES);
    try {
      return new IndexLook(store, process, pages, () -> new LogReader(store, process).view())
          .askView(view -> horizon(view, pages));
    } catch (DamagedException e) {
      throw new DamagedException(
          "The log of " + process,
          "nothing was collected, since it does not say what is needed: " + e.getMessage());
    }
  }

  private Horizon horizon(LogView view, Pages pages) {
    if (!view.damage().isEmpty()) {
      throw view.damage().get(0);
    }
    return view.entry()
        .map(entry -> Horizon.of(entry.manifest(), pages))
        .orElseThrow(
            () ->
                new CheckpointNotFoundException(
                    "There is no process %s in this store. Check its type and name, and the store."
                        .formatted(process)));
  }
}
