package dev.cairn.internal.collect;

import dev.cairn.CairnException;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kept checkpoints in the pages of an index, as far as they could be read at one moment. What
 * could not is left alone: it stays as it is. A policy that does not see some checkpoints keeps
 * more of the others, never fewer, so that is safe.
 */
public final class SealedRows {
  private static final Logger LOGGER = LoggerFactory.getLogger(SealedRows.class);

  private final Map<PageRow, List<CheckpointRow>> rows;

  private SealedRows(Map<PageRow, List<CheckpointRow>> rows) {
    this.rows = rows;
  }

  /** Reads no page. */
  public static SealedRows none() {
    return new SealedRows(Map.of());
  }

  /** Reads all pages of an index that can be read. */
  public static SealedRows of(Manifest.Index index, Pages pages) {
    Map<PageRow, List<CheckpointRow>> found = new LinkedHashMap<>();
    for (PageRow page : index.pages()) {
      try {
        found.put(page, pages.rows(page));
      } catch (CairnException e) {
        LOGGER.warn("Its checkpoints are all kept for now: {}", e.getMessage());
      }
    }
    return new SealedRows(found);
  }

  /** The kept rows of a page; empty when it was not read. */
  Optional<List<CheckpointRow>> in(PageRow page) {
    return Optional.ofNullable(rows.get(page));
  }

  /** Whether all pages of an index were read. */
  public boolean hasAll(Manifest.Index index) {
    return rows.size() == index.pages().size();
  }

  /** The kept checkpoints of an index that could be read, oldest first. */
  public List<CheckpointRow> live(Manifest.Index index) {
    if (rows.isEmpty()) {
      return index.tail();
    }
    List<CheckpointRow> all = new ArrayList<>();
    for (PageRow page : index.pages()) {
      all.addAll(in(page).orElse(List.of()));
    }
    all.addAll(index.tail());
    return Collections.unmodifiableList(all);
  }
}
