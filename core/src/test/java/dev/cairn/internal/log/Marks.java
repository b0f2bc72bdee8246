package dev.cairn.internal.log;

import dev.cairn.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Commits and edits that leave a mark in the index. Every entry hands on the index that it was
 * built on, so an entry has a mark exactly when the commit or edit is among those that it was built
 * on.
 */
public final class Marks {
  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Marks() {}

  /** Adds a checkpoint that bears the mark. */
  public static CommitLog.Change commit(String mark) {
    return (base, version) -> new CommitLog.Draft(base.with(row(version, mark)), Entry.NO_PAYLOAD);
  }

  /** Adds a retired checkpoint that bears the mark, unless there is one. */
  public static CommitLog.Edit edit(String mark) {
    return base -> {
      if (in(base).contains(mark)) {
        return Optional.empty();
      }
      List<RetiredRow> retired = new ArrayList<>(base.retiredTail());
      retired.add(new RetiredRow(row(1, mark), NOON, RetiredRow.Cause.DELETED));
      return Optional.of(base.withRetiredTail(retired));
    };
  }

  /** The marks in an index and its pages: of commits in their order, then of edits in theirs. */
  public static List<String> in(WholeIndex index) {
    return index.readable().map(row -> String.valueOf(row.reason())).toList();
  }

  /** The marks in an index without pages: of commits in their order, then of edits in theirs. */
  public static List<String> in(Manifest.Index index) {
    return index.unsealed().map(row -> String.valueOf(row.reason())).toList();
  }

  static CheckpointRow row(long version, String mark) {
    return new CheckpointRow(
        version, version, null, Status.IN_PROGRESS, NOON, new TreeMap<>(), mark, List.of());
  }
}
