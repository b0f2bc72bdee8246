package dev.cairn.internal.log;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A checkpoint that is kept no longer but can still be read, so that a reader who opened it can
 * finish.
 *
 * @param checkpoint what it was
 * @param since when it was retired, by the clock of who did it
 * @param cause why
 */
public record RetiredRow(CheckpointRow checkpoint, Instant since, Cause cause) {
  /** Refuses what is absent. */
  public RetiredRow {
    requireNonNull(checkpoint);
    requireNonNull(since);
    requireNonNull(cause);
  }

  /** Why a checkpoint was retired. */
  public enum Cause {
    /** The policy of what to keep no longer names it. */
    @JsonProperty("retention")
    RETENTION,
    /** Somebody deleted it; it is never fallen back to. */
    @JsonProperty("deleted")
    DELETED
  }
}
