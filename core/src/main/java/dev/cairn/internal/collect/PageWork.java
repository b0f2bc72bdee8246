package dev.cairn.internal.collect;

import dev.cairn.CairnException;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageFormat;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.RetiredPageRow;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.log.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one commit does for the pages of the index, so that its entry stays small: one thing at
 * most, so that a commit never waits for more than that, which is one PUT, or two where retention
 * splits a page. What is left is for the commits that follow.
 *
 * <p>Nothing here changes what is kept or retired; rows only move, from the entry into a page or
 * from some pages into one. They move as a part of a commit, which is built on the newest entry and
 * fenced as any other; a commit that has to build on an edit moves them anew. So no row is ever
 * missing from an entry that counts. A page itself is a chunk to the protocol: written under the
 * epoch of its writer, before the entry that names it, under a key of its own, and named by no
 * entry again once an entry does not name it. Pages that are replaced go as chunks go, at once: who
 * reads by an older entry looks again.
 */
public final class PageWork {
  private static final Logger LOGGER = LoggerFactory.getLogger(PageWork.class);

  /** The most bytes of pages that are merged into one. */
  private static final long MOST_MERGED = 32L << 20;

  private final PageLimits limits;
  private final Pages pages;
  private final PageWriter writer;
  private boolean done;

  /** The work of one commit, or of one more try of it. */
  public PageWork(PageLimits limits, Pages pages, PageWriter writer) {
    this.limits = limits;
    this.pages = pages;
    this.writer = writer;
  }

  /** Two pages in place of one. */
  record Split(PageRow kept, PageRow retired) {}

  /** Whether so many rows that are retired may stand in the entry, besides those that do. */
  boolean hasRoom(List<RetiredRow> retired, List<CheckpointRow> more) {
    if (retired.size() + more.size() <= limits.tailRows()) {
      return true;
    }
    return bytes(retired.stream().map(RetiredRow::checkpoint).toList()) <= limits.retiredBytes()
        && bytes(more) <= limits.retiredBytes();
  }

  /** Writes a page for the rows that are kept of another, and one for those that are retired. */
  Optional<Split> split(List<CheckpointRow> kept, List<CheckpointRow> retired) {
    if (done) {
      return Optional.empty();
    }
    done = true;
    return writer
        .write(kept)
        .flatMap(left -> writer.write(retired).map(gone -> new Split(left, gone)));
  }

  /** The index as the entry is to have it. */
  public Manifest.Index finish(Manifest.Index index) {
    if (done) {
      return index;
    }
    return renewDoubtful(index)
        .or(() -> sealTail(index))
        .or(() -> sealRetired(index))
        .or(() -> renewMarked(index))
        .or(() -> mergePages(index))
        .or(() -> mergeRetired(index))
        .orElse(index);
  }

  private Optional<Manifest.Index> sealTail(Manifest.Index index) {
    int sealed = index.tail().size() - limits.tailRows();
    if (sealed <= 0 || bytes(index.tail().subList(0, sealed)) <= limits.tailBytes()) {
      return Optional.empty();
    }
    return writer
        .write(index.tail().subList(0, sealed))
        .map(
            page -> {
              List<PageRow> more = new ArrayList<>(index.pages());
              more.add(page);
              return index
                  .withPages(more)
                  .withTail(index.tail().subList(sealed, index.tail().size()));
            });
  }

  private Optional<Manifest.Index> sealRetired(Manifest.Index index) {
    List<CheckpointRow> rows =
        index.retiredTail().stream()
            .map(RetiredRow::checkpoint)
            .sorted(Comparator.comparingLong(CheckpointRow::version))
            .toList();
    if (rows.size() <= limits.tailRows() || bytes(rows) <= limits.retiredBytes()) {
      return Optional.empty();
    }
    Instant since = Instant.MIN;
    Versions deleted = Versions.NONE;
    for (RetiredRow row : index.retiredTail()) {
      since = row.since().isAfter(since) ? row.since() : since;
      if (row.cause() == RetiredRow.Cause.DELETED) {
        deleted = deleted.with(row.checkpoint().version());
      }
    }
    Optional<PageRow> page = writer.write(rows);
    if (page.isEmpty()) {
      return Optional.empty();
    }
    List<RetiredPageRow> more = new ArrayList<>(index.retiredPages());
    more.add(new RetiredPageRow(page.get(), since, deleted));
    return Optional.of(index.withRetiredPages(more).withRetiredTail(List.of()));
  }

  private Optional<Manifest.Index> renewDoubtful(Manifest.Index index) {
    return index.pages().stream()
        .filter(pages::isDoubtful)
        .flatMap(page -> renew(index, page).stream())
        .findFirst();
  }

  private Optional<Manifest.Index> renewMarked(Manifest.Index index) {
    return index.pages().stream()
        .filter(
            page -> page.removed().intervals() > limits.marks() || page.left() <= page.rows() / 2)
        .flatMap(page -> renew(index, page).stream())
        .findFirst();
  }

  private Optional<Manifest.Index> renew(Manifest.Index index, PageRow page) {
    return rows(List.of(page))
        .flatMap(writer::write)
        .map(renewed -> index.withPages(replaced(index.pages(), List.of(page), renewed)));
  }

  private Optional<Manifest.Index> mergePages(Manifest.Index index) {
    for (List<PageRow> some : mergeable(index.pages(), PageRow::bytes)) {
      Optional<PageRow> merged = rows(some).flatMap(writer::write);
      if (merged.isPresent()) {
        return Optional.of(index.withPages(replaced(index.pages(), some, merged.get())));
      }
    }
    return Optional.empty();
  }

  private Optional<Manifest.Index> mergeRetired(Manifest.Index index) {
    for (List<RetiredPageRow> some : mergeable(index.retiredPages(), row -> row.page().bytes())) {
      Optional<RetiredPageRow> merged = mergeRetired(some);
      if (merged.isPresent()) {
        return Optional.of(
            index.withRetiredPages(replaced(index.retiredPages(), some, merged.get())));
      }
    }
    return Optional.empty();
  }

  private Optional<RetiredPageRow> mergeRetired(List<RetiredPageRow> some) {
    TreeMap<Long, CheckpointRow> rows = new TreeMap<>();
    Instant since = Instant.MIN;
    Versions deleted = Versions.NONE;
    try {
      for (RetiredPageRow page : some) {
        since = page.since().isAfter(since) ? page.since() : since;
        for (CheckpointRow row : pages.rows(page)) {
          rows.put(row.version(), row);
          if (page.cause(row.version()) == RetiredRow.Cause.DELETED) {
            deleted = deleted.with(row.version());
          }
        }
      }
    } catch (CairnException e) {
      LOGGER.warn("Pages are merged later: {}", e.getMessage());
      return Optional.empty();
    }
    Instant latest = since;
    Versions gone = deleted;
    return writer
        .write(List.copyOf(rows.values()))
        .map(page -> new RetiredPageRow(page, latest, gone));
  }

  /** Neighbours of one tier, as many as are merged into one. */
  private <T> List<List<T>> mergeable(List<T> all, ToLongFunction<T> size) {
    List<List<T>> found = new ArrayList<>();
    int first = 0;
    long bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      int tier = limits.tier(size.applyAsLong(all.get(i)));
      if (tier >= limits.topTier()
          || limits.tier(size.applyAsLong(all.get(first))) != tier
          || bytes + size.applyAsLong(all.get(i)) > MOST_MERGED) {
        first = tier >= limits.topTier() ? i + 1 : i;
        bytes = 0;
      }
      bytes += size.applyAsLong(all.get(i));
      if (i - first + 1 == limits.fanOut()) {
        found.add(all.subList(first, i + 1));
        first = i + 1;
        bytes = 0;
      }
    }
    return found;
  }

  /** What is left in some pages; empty when one of them cannot be read now. */
  private Optional<List<CheckpointRow>> rows(List<PageRow> some) {
    List<CheckpointRow> rows = new ArrayList<>();
    try {
      some.forEach(page -> rows.addAll(pages.rows(page)));
    } catch (CairnException e) {
      LOGGER.warn("A page is written anew later: {}", e.getMessage());
      return Optional.empty();
    }
    return Optional.of(rows);
  }

  private static <T> List<T> replaced(List<T> all, List<T> some, T one) {
    List<T> result = new ArrayList<>();
    for (T each : all) {
      if (each.equals(some.get(0))) {
        result.add(one);
      } else if (!some.contains(each)) {
        result.add(each);
      }
    }
    return result;
  }

  private static long bytes(List<CheckpointRow> rows) {
    return rows.stream().mapToLong(PageFormat::bytes).sum();
  }
}
