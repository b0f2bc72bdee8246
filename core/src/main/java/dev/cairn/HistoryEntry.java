package dev.cairn;

import dev.cairn.internal.log.Manifest;
import java.time.Instant;
import java.util.Optional;

/**
 * What one entry of a log says.
 *
 * @param version of the entry
 * @param kind what it is for
 * @param epoch the version of the claim that it stands under
 * @param time when it was written, by the clock of who wrote it
 * @param writer who wrote it
 * @param checkpoint that it committed; empty for what is not a checkpoint
 */
public record HistoryEntry(
    long version,
    Kind kind,
    long epoch,
    Instant time,
    Writer writer,
    Optional<Checkpoint> checkpoint) {
  /** What an entry is for. */
  public enum Kind {
    /** A writer opened the process. */
    CLAIM,
    /** The writer saved a checkpoint, registered a run, or changed what is kept. */
    COMMIT,
    /** Somebody else changed what is kept. */
    EDIT
  }

  static HistoryEntry of(ProcessId process, Manifest manifest) {
    Kind kind =
        switch (manifest.kind()) {
          case CLAIM -> Kind.CLAIM;
          case COMMIT -> Kind.COMMIT;
          case EDIT -> Kind.EDIT;
        };
    Optional<Checkpoint> checkpoint =
        manifest.committed().map(row -> Rows.checkpoint(process, row));
    return new HistoryEntry(
        manifest.version(), kind, manifest.epoch(), manifest.time(), manifest.writer(), checkpoint);
  }
}
