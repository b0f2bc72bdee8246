package dev.cairn.internal.log;

import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.store.ObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the rows of a page together again from the entries of the log.
 *
 * <p>An entry covers the versions after its last page up to its own: its tail has exactly those of
 * them that were kept when it was written. What is kept now was kept then, and what was not kept
 * then is not kept now, since nothing becomes live again; so the newest entry that covers a version
 * knows best. The entries are walked from the end of the page to its beginning, from tail to tail.
 * Each checkpoint that is kept has its own entry in the log, which covers it, so none is missed.
 * One that was let go after all entries that are there, and before the page was written, would be
 * one too many; the number of the rows, which the manifest has, tells.
 */
final class PageRepair {
  /** How many versions after the page are looked at; they know what has gone before it. */
  private static final long AFTER = 16;

  private final LogReader log;

  PageRepair(ObjectStore store, ProcessId process) {
    this.log = new LogReader(store, process);
  }

  /**
   * The rows of a page of live checkpoints that have not gone: a LIST for each 1,000 entries from
   * the newest to the page, and a GET for each tail.
   *
   * @param damage what is wrong with the page
   * @throws DamagedException when they cannot be told for certain
   */
  List<CheckpointRow> rows(PageRow page, DamagedException damage) {
    TreeMap<Long, CheckpointRow> found = new TreeMap<>();
    boolean unreadable = false;
    long decided = Long.MAX_VALUE;
    for (long version : log.versions(page.first(), page.last() + AFTER)) {
      if (version > decided) {
        continue;
      }
      try {
        Optional<Entry> entry = log.at(version);
        if (entry.isEmpty()) {
          continue;
        }
        Manifest.Index index = entry.get().manifest().index();
        for (CheckpointRow row : index.tail()) {
          if (row.version() <= decided && page.mayHold(row.version())) {
            found.put(row.version(), row);
          }
        }
        decided = Math.min(decided, lastSealed(index));
      } catch (DamagedException e) {
        unreadable = true;
      }
    }
    List<CheckpointRow> rows = List.copyOf(found.values());
    if (rows.size() != page.left() || (unreadable && !isWritten(page, rows))) {
      throw damage;
    }
    return rows;
  }

  /** Whether the rows are the very ones of the page; it may be so only when none has gone. */
  private static boolean isWritten(PageRow page, List<CheckpointRow> rows) {
    return Sha256.of(ByteBuffer.wrap(PageFormat.raw(rows))).equals(page.sha256());
  }

  private static long lastSealed(Manifest.Index index) {
    return index.pages().isEmpty() ? 0 : index.pages().get(index.pages().size() - 1).last();
  }
}
