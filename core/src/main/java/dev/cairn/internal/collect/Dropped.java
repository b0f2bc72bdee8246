package dev.cairn.internal.collect;

import dev.cairn.CairnException;
import dev.cairn.ProcessId;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RetiredPageRow;
import dev.cairn.store.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which objects one index needs and a later one does not: entries of checkpoints that are in it no
 * longer, their chunks, and pages that others have replaced.
 *
 * <p>Only pages that changed between the two are looked into, and all pages only where a dropped
 * checkpoint has chunks, since another one may share them. When a page cannot be read that would
 * have to be, nothing that it might name is given up; whoever collects the whole process later
 * finds it.
 */
final class Dropped {
  private static final Logger LOGGER = LoggerFactory.getLogger(Dropped.class);

  private final ProcessId process;
  private final LogReader log;
  private final Pages pages;

  Dropped(ProcessId process, LogReader log, Pages pages) {
    this.process = process;
    this.log = log;
    this.pages = pages;
  }

  /** The objects that {@code before} needs and {@code after} does not. */
  Set<ObjectKey> between(Manifest.Index before, Manifest.Index after) {
    Set<ObjectKey> keys = new LinkedHashSet<>();
    Set<String> named = new HashSet<>();
    after.allPages().forEach(page -> named.add(page.object()));
    before
        .allPages()
        .filter(page -> !named.contains(page.object()))
        .forEach(page -> keys.add(process.prefix().key(page.object())));
    try {
      keys.addAll(checkpoints(before, after));
    } catch (CairnException e) {
      LOGGER.warn("What was dropped stays in the store for now: {}", e.getMessage());
    }
    return keys;
  }

  private Set<ObjectKey> checkpoints(Manifest.Index before, Manifest.Index after) {
    Map<Long, CheckpointRow> gone = new TreeMap<>();
    before.unsealed().forEach(row -> gone.put(row.version(), row));
    changed(before, after).forEach(row -> gone.put(row.version(), row));
    after.unsealed().forEach(row -> gone.remove(row.version()));
    if (!gone.isEmpty()) {
      changed(after, before).forEach(row -> gone.remove(row.version()));
    }
    Set<ObjectKey> keys = new LinkedHashSet<>();
    Set<String> objects = new LinkedHashSet<>();
    for (CheckpointRow row : gone.values()) {
      keys.add(log.key(row.version()));
      row.objects().map(ChunkRow.StoredObject::key).forEach(objects::add);
    }
    after.unsealed().forEach(row -> keep(objects, row));
    for (PageRow page : after.pages()) {
      if (!objects.isEmpty()) {
        pages.rows(page).forEach(row -> keep(objects, row));
      }
    }
    for (RetiredPageRow page : after.retiredPages()) {
      if (!objects.isEmpty()) {
        pages.rows(page).forEach(row -> keep(objects, row));
      }
    }
    objects.forEach(object -> keys.add(process.prefix().key(object)));
    return keys;
  }

  private static void keep(Set<String> objects, CheckpointRow row) {
    row.objects().map(ChunkRow.StoredObject::key).forEach(objects::remove);
  }

  /** The rows in pages of one index that are not in the other as they are there. */
  private List<CheckpointRow> changed(Manifest.Index one, Manifest.Index other) {
    Map<String, PageRow> same = new HashMap<>();
    other.allPages().forEach(page -> same.put(page.object(), page));
    List<CheckpointRow> rows = new java.util.ArrayList<>();
    for (PageRow page : one.pages()) {
      if (!page.equals(same.get(page.object()))) {
        rows.addAll(pages.rows(page));
      }
    }
    for (RetiredPageRow page : one.retiredPages()) {
      if (!page.page().equals(same.get(page.page().object()))) {
        rows.addAll(pages.rows(page));
      }
    }
    return rows;
  }
}
