package dev.cairn.spark;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import java.io.Serializable;
import java.util.Optional;

/**
 * Names one checkpoint, and opens it wherever it is used: small and serializable, so that tasks can
 * carry it. The driver resolves it once, and all tasks read the same version whatever is committed
 * meanwhile.
 *
 * <pre>{@code
 * CheckpointReference weights = CheckpointReference.latest(store, process).orElseThrow();
 * rdd.mapPartitions(rows -> score(rows, weights.open().sharedItem("weights", Codecs.doubles())));
 * }</pre>
 *
 * <p>A checkpoint that retention lets go can be read as long as its grace lasts; pin or tag it when
 * a job may take longer than that.
 *
 * @param store that holds it
 * @param type of the process whose checkpoint it is
 * @param name of that process
 * @param version of the entry that committed it
 */
public record CheckpointReference(StoreReference store, String type, String name, long version)
    implements Serializable {
  /** Checks that the process can be named so. */
  public CheckpointReference {
    var unused = new ProcessId(type, name);
  }

  /** A reference to the checkpoint of {@code process} with this version. Nothing is read. */
  public static CheckpointReference of(StoreReference store, ProcessId process, long version) {
    return new CheckpointReference(store, process.type(), process.name(), version);
  }

  /**
   * A reference to the newest checkpoint of a process, or empty when it has none: one LIST and one
   * GET. The state is not read.
   */
  public static Optional<CheckpointReference> latest(StoreReference store, ProcessId process) {
    try (var reader = CheckpointReader.open(store.openUncached(), process)) {
      return reader.latest().map(Checkpoint::version).map(version -> of(store, process, version));
    }
  }

  /** The process whose checkpoint it is. */
  public ProcessId process() {
    return new ProcessId(type, name);
  }

  /**
   * The checkpoint, for reading its items. No request is made before an item is asked for, and no
   * LIST then, unless the log was truncated since: that costs one LIST in each JVM.
   */
  public SharedCheckpoint open() {
    return new SharedCheckpoint(this);
  }
}
