package dev.cairn.spark;

import dev.cairn.run.PartBuffer;
import dev.cairn.run.PartName;
import dev.cairn.run.RunParts;
import dev.cairn.store.counting.CountingStore;
import java.util.UUID;

/**
 * Writes the parts of one attempt at a task, under names that no other attempt uses, and counts
 * them. Used by one thread.
 */
final class PartWriter {
  private final String attempt = UUID.randomUUID().toString().replace("-", "");
  private final CountingStore store;
  private final RunParts parts;
  private final TaskMeters meters;

  PartWriter(PartsReference parts, TaskMeters meters) {
    this.store = new CountingStore(parts.store().openUncached());
    this.parts = parts.open(store);
    this.meters = meters;
  }

  /** The parts of the run. */
  RunParts parts() {
    return parts;
  }

  /** Writes what is in the buffer, at least one unit, as one part. */
  PartName write(PartBuffer buffer) {
    long before = store.counts().bytesWritten();
    PartName part = buffer.flush(parts, attempt);
    meters.wrote(part, store.counts().bytesWritten() - before);
    return part;
  }
}
