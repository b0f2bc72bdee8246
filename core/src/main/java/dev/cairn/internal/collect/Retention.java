package dev.cairn.internal.collect;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RetiredRow;
import dev.cairn.internal.log.RunRow;
import dev.cairn.internal.log.TagRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
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
   * @param whole the version of the newest checkpoint that is known to be whole, which is kept; 0
   *     when none is known
   */
  public Manifest.Index apply(Manifest.Index index, long whole, Instant now) {
    SortedMap<String, TagRow> tags = new TreeMap<>(index.tags());
    tags.values().removeIf(tag -> tag.expires() != null && !tag.expires().isAfter(now));
    Set<Long> kept = new HashSet<>(keep.apply(index.live()));
    kept.add(whole);
    kept.addAll(index.pins());
    tags.values().forEach(tag -> kept.add(tag.version()));
    List<CheckpointRow> live = new ArrayList<>();
    List<RetiredRow> retired = new ArrayList<>();
    for (RetiredRow row : index.retired()) {
      if (!isOver(row.since(), now)) {
        retired.add(row);
      }
    }
    for (CheckpointRow row : index.live()) {
      if (kept.contains(row.version())) {
        live.add(row);
      } else {
        retired.add(new RetiredRow(row, now, RetiredRow.Cause.RETENTION));
      }
    }
    return new Manifest.Index(
        live, retired, runs(index.runs(), live, retired, now), index.pins(), tags);
  }

  private List<RunRow> runs(
      List<RunRow> rows, List<CheckpointRow> live, List<RetiredRow> retired, Instant now) {
    NavigableSet<Long> readable = new TreeSet<>();
    live.forEach(row -> readable.add(row.version()));
    retired.forEach(row -> readable.add(row.checkpoint().version()));
    long open = rows.stream().filter(Retention::isOpen).count();
    List<RunRow> result = new ArrayList<>();
    for (RunRow row : rows) {
      if (row.retired() != null) {
        if (!isOver(row.retired(), now)) {
          result.add(row);
        }
      } else if (row.completed() != null) {
        // Its parts are what its last checkpoint is made of, and those that carried that on, so
        // they stay as long as one of them can be read.
        if (!readable.subSet(row.version(), false, row.completed(), true).isEmpty()) {
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
