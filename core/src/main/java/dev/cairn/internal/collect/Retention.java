package dev.cairn.internal.collect;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.RetiredPageRow;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.TagRow;
import dev.cairn.internal.log.Versions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What an index keeps: what the policy names, what is pinned, and what has a tag. A checkpoint or a
 * run goes in two steps, each a commit: it is retired, and after the grace period it is dropped.
 * Only what no index names any more may be deleted from the store.
 *
 * <p>The grace period lets readers finish who opened a checkpoint before it was retired. It is
 * measured by the writer's clock, and it is a courtesy: that a wrong clock shortens it endangers no
 * checkpoint that is kept, since what is retired never becomes live again.
 *
 * <p>Of what is in pages, only as much is retired at once as an entry can say: a whole page, which
 * costs nothing; a few rows of one, which are marked there; or many rows of one page, for which two
 * pages are written. The rest is kept, and its turn comes with the next commits.
 *
 * @param keep the versions to keep of the rows that it is given
 * @param grace how long what is retired can still be read
 * @param openRuns the most runs that are kept open; when there are more, the oldest are retired
 */
public record Retention(
    Function<List<CheckpointRow>, Set<Long>> keep, Duration grace, int openRuns) {

  /**
   * The index with everything retired that is not to be kept, and everything dropped whose grace is
   * over.
   *
   * @param sealed what is in its pages; pages that were not read stay as they are
   * @param whole the version of the newest checkpoint that is known to be whole, which is kept; 0
   *     when none is known
   */
  public Manifest.Index apply(
      Manifest.Index index, SealedRows sealed, PageWork work, long whole, Instant now) {
    SortedMap<String, TagRow> tags = new TreeMap<>(index.tags());
    tags.values().removeIf(tag -> tag.expires() != null && !tag.expires().isAfter(now));
    Set<Long> kept = new HashSet<>(keep.apply(sealed.live(index)));
    kept.add(whole);
    kept.addAll(index.pins());
    tags.values().forEach(tag -> kept.add(tag.version()));
    List<CheckpointRow> live = new ArrayList<>();
    List<RetiredRow> retired = new ArrayList<>();
    for (RetiredRow row : index.retiredTail()) {
      if (!isOver(row.since(), now)) {
        retired.add(row);
      }
    }
    for (CheckpointRow row : index.tail()) {
      if (kept.contains(row.version())) {
        live.add(row);
      } else {
        retired.add(new RetiredRow(row, now, RetiredRow.Cause.RETENTION));
      }
    }
    List<RetiredPageRow> retiredPages = new ArrayList<>(index.retiredPages());
    retiredPages.removeIf(page -> isOver(page.since(), now));
    List<PageRow> pages = new ArrayList<>();
    for (PageRow page : index.pages()) {
      Optional<List<CheckpointRow>> rows = sealed.in(page);
      if (rows.isEmpty()) {
        pages.add(page);
      } else {
        retire(page, rows.get(), kept, now, work, retired, retiredPages).ifPresent(pages::add);
      }
    }
    Manifest.Index next =
        new Manifest.Index(pages, live, retiredPages, retired, index.runs(), index.pins(), tags);
    return next.withRuns(runs(next, now));
  }

  /** What is left of a page; what is retired of it is added to the one list or the other. */
  private static Optional<PageRow> retire(
      PageRow page,
      List<CheckpointRow> rows,
      Set<Long> kept,
      Instant now,
      PageWork work,
      List<RetiredRow> retired,
      List<RetiredPageRow> retiredPages) {
    List<CheckpointRow> stay = new ArrayList<>();
    List<CheckpointRow> go = new ArrayList<>();
    rows.forEach(row -> (kept.contains(row.version()) ? stay : go).add(row));
    if (go.isEmpty()) {
      return Optional.of(page);
    }
    if (stay.isEmpty()) {
      retiredPages.add(new RetiredPageRow(page, now, Versions.NONE));
      return Optional.empty();
    }
    if (work.hasRoom(retired, go)) {
      go.forEach(row -> retired.add(new RetiredRow(row, now, RetiredRow.Cause.RETENTION)));
      return page.without(rows, version -> !kept.contains(version));
    }
    Optional<PageWork.Split> split = work.split(stay, go);
    if (split.isEmpty()) {
      return Optional.of(page);
    }
    retiredPages.add(new RetiredPageRow(split.get().retired(), now, Versions.NONE));
    return Optional.of(split.get().kept());
  }

  private List<RunRow> runs(Manifest.Index next, Instant now) {
    NavigableSet<Long> readable = new TreeSet<>();
    next.unsealed().forEach(row -> readable.add(row.version()));
    List<RunRow> rows = next.runs();
    long open = rows.stream().filter(Retention::isOpen).count();
    List<RunRow> result = new ArrayList<>();
    for (RunRow row : rows) {
      if (row.retired() != null) {
        if (!isOver(row.retired(), now)) {
          result.add(row);
        }
      } else if (row.completed() != null) {
        // Its parts are what its last checkpoint is made of, and those that carried that on, so
        // they stay as long as one of them can be read. That one may be in a page that was not
        // read; then they stay as long as that page.
        long first = row.version() + 1;
        long last = row.completed();
        if (!readable.subSet(first, true, last, true).isEmpty()
            || next.allPages().anyMatch(page -> page.first() <= last && first <= page.last())) {
          result.add(row);
        }
      } else if (open > openRuns) {
        open--;
        result.add(row.retire(now));
      } else {
        result.add(row);
      }
    }
    return result;
  }

  private static boolean isOpen(RunRow row) {
    return row.retired() == null && row.completed() == null;
  }

  private boolean isOver(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(grace) > 0;
  }
}
