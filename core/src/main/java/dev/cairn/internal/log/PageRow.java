package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A page of the index, as a manifest names it: rows of checkpoints that stand in an object of their
 * own, so that an entry need not repeat them. The object is never changed; what has gone since it
 * was written is listed here.
 *
 * @param object where the page is, relative to the folder of the process, such as {@code
 *     data/7/<sha256>-<nonce>}
 * @param sha256 of the bytes of the page before they were compressed
 * @param bytes how many those are
 * @param first the lowest version in it
 * @param last the highest version in it
 * @param rows how many checkpoints are in it
 * @param left how many of them have not gone
 * @param removed the versions that have gone
 * @param versionId what a store that keeps versions called the object when it was written, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PageRow(
    String object,
    String sha256,
    int bytes,
    long first,
    long last,
    int rows,
    int left,
    Versions removed,
    @Nullable String versionId) {
  /** Checks the numbers and the version id. */
  public PageRow {
    requireNonNull(object);
    Sha256.check(sha256);
    requireNonNull(removed);
    if (bytes < 1 || first < 1 || last < first || !LogKeys.isVersion(last)) {
      throw new IllegalArgumentException(
          "a page of %d bytes from v%d to v%d".formatted(bytes, first, last));
    }
    if (left < 1 || left > rows || (left == rows) != removed.isEmpty()) {
      throw new IllegalArgumentException("a page with %d of %d rows left".formatted(left, rows));
    }
    VersionIds.check(versionId);
  }

  /** A page in a store that keeps no versions. */
  public PageRow(
      String object,
      String sha256,
      int bytes,
      long first,
      long last,
      int rows,
      int left,
      Versions removed) {
    this(object, sha256, bytes, first, last, rows, left, removed, null);
  }

  /** Whether a checkpoint of that version may be in it and not have gone. */
  public boolean mayHold(long version) {
    return first <= version && version <= last && !removed.contains(version);
  }

  /**
   * The same page when some of its rows have gone; empty when none is left.
   *
   * @param now the rows that are in it now, by rising version
   * @param gone which of them go
   */
  public Optional<PageRow> without(List<CheckpointRow> now, LongPredicate gone) {
    List<Long> bounds = new ArrayList<>();
    long from = first;
    boolean gap = false;
    int remain = 0;
    for (CheckpointRow row : now) {
      if (gone.test(row.version())) {
        gap = true;
      } else {
        addGap(bounds, from, row.version() - 1, gap);
        from = row.version() + 1;
        gap = false;
        remain++;
      }
    }
    addGap(bounds, from, last, gap);
    return remain == 0
        ? Optional.empty()
        : Optional.of(
            new PageRow(
                object, sha256, bytes, first, last, rows, remain, new Versions(bounds), versionId));
  }

  private void addGap(List<Long> bounds, long from, long to, boolean gap) {
    if (from <= to && (gap || removed.intersects(from, to))) {
      bounds.add(from);
      bounds.add(to);
    }
  }
}
