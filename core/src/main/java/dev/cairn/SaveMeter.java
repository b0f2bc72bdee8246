package dev.cairn;

import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Manifest;
import java.time.Duration;

/** What one save takes, from when this is made; used by one thread. */
final class SaveMeter {
  private final StateWriter writer;
  private final long start = System.nanoTime();
  private long written = start;
  private long inline;

  SaveMeter(StateWriter writer) {
    this.writer = writer;
  }

  /** A change that does the same, and is measured. */
  CommitLog.Change measured(CommitLog.Change change) {
    return (Manifest.Index base, long version) -> {
      CommitLog.Draft draft = change.on(base, version);
      written = System.nanoTime();
      inline = draft.payload().remaining();
      return draft;
    };
  }

  /** What was measured, now that the save is acknowledged. */
  CheckpointListener.Save save(Checkpoint checkpoint, long epoch) {
    long now = System.nanoTime();
    StateWriter.Sent sent = writer.sent();
    return new CheckpointListener.Save(
        checkpoint,
        epoch,
        sent.storedBytes() + inline,
        // An edit that came in between may have made a chunk go up that was to be reused.
        Math.max(0, checkpoint.bytes() - sent.rawBytes() - inline),
        Duration.ofNanos(now - start),
        Duration.ofNanos(now - written));
  }
}
