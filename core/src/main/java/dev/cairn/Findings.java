package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.ChunkRow.StoredObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about the checkpoints of a process: which is whole, because it was saved or
 * restored here, and which objects belong to damaged ones.
 *
 * <p>Both matter to the next save. The newest whole checkpoint is the state that a process runs on,
 * so retention must not let it go. And a process that goes on from an older checkpoint computes the
 * same state again, bit for bit; if its chunks were taken over from the damaged checkpoint instead
 * of being stored again, the new one would be damaged too. And the first checkpoint after a restore
 * that was not of the newest one says so.
 *
 * <p>Safe for use by many threads.
 */
final class Findings {
  @GuardedBy("this")
  private final Set<String> suspects = new HashSet<>();

  @GuardedBy("this")
  private final Set<String> doomed = new HashSet<>();

  @GuardedBy("this")
  private long newestWhole;

  @GuardedBy("this")
  private @Nullable Fallback fallback;

  /** Notes that every byte of a checkpoint was stored or verified here. */
  synchronized void whole(CheckpointRow row) {
    newestWhole = Math.max(newestWhole, row.version());
    suspects.removeAll(keys(row));
  }

  /** Notes that something of a checkpoint is damaged; nobody looked at the rest of it. */
  synchronized void damaged(CheckpointRow row) {
    if (newestWhole == row.version()) {
      newestWhole = 0;
    }
    suspects.addAll(keys(row));
  }

  /** Notes that the process goes on from a checkpoint that is not the newest one. */
  synchronized void fellBack(Fallback to) {
    fallback = to;
  }

  /** What the next checkpoint has to say about where the process goes on from. */
  synchronized Optional<Fallback> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** Notes that a checkpoint says it. */
  synchronized void recorded(Fallback said) {
    if (said.equals(fallback)) {
      fallback = null;
    }
  }

  /**
   * Notes that what a checkpoint needs may be deleted any time, though the index lists it: the
   * index is an old one, since the entries after it are damaged, and what they dropped is on its
   * way out. That an object is there now proves nothing.
   */
  synchronized void doomed(CheckpointRow row) {
    doomed.addAll(keys(row));
  }

  /** The version of the newest checkpoint that is known to be whole; 0 when none is. */
  synchronized long newestWhole() {
    return newestWhole;
  }

  /** Whether a save may rely on an object that is there already. */
  synchronized boolean isTrusted(StoredObject object) {
    return !suspects.contains(object.key()) && !doomed.contains(object.key());
  }

  private static Set<String> keys(CheckpointRow row) {
    return row.objects().map(StoredObject::key).collect(Collectors.toSet());
  }
}
