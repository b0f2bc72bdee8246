package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A page of retired checkpoints, as a manifest names it. It goes as a whole.
 *
 * @param page the rows
 * @param since when the last of them was retired, by the clock of who did it
 * @param deleted the versions that somebody deleted; retention has let go of the others
 */
public record RetiredPageRow(PageRow page, Instant since, Versions deleted) {
  /** Refuses what is absent. */
  public RetiredPageRow {
    requireNonNull(page);
    requireNonNull(since);
    requireNonNull(deleted);
  }

  /** Why one of the checkpoints was retired. */
  public RetiredRow.Cause cause(long version) {
    return deleted.contains(version) ? RetiredRow.Cause.DELETED : RetiredRow.Cause.RETENTION;
  }
}
