package dev.cairn.spark;

import dev.cairn.run.PartBuffer;
import dev.cairn.run.PartName;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.counting.CountingStore;
import java.util.List;
import java.util.UUID;
import org.apache.spark.TaskContext;

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

  /**
   * The parts that earlier attempts at a task have left of these units or of some of them. Lists
   * the run's parts, unless this is the first attempt.
   */
  List<PartName> found(TaskContext task, UnitInterval units) {
    if (task.attemptNumber() == 0 && task.stageAttemptNumber() == 0) {
      return List.of();
    }
    return parts.list().parts().stream()
        .filter(part -> part.units().first() <= units.last())
        .filter(part -> part.units().last() >= units.first())
        .toList();
  }

  /** Writes what is in the buffer, at least one unit, as one part. */
  PartName write(PartBuffer buffer) {
    long before = store.counts().bytesWritten();
    PartName part = buffer.flush(parts, attempt);
    meters.wrote(part, store.counts().bytesWritten() - before);
    return part;
  }
}
