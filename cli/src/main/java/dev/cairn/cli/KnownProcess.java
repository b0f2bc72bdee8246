package dev.cairn.cli;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.RecoveryInfo;
import dev.cairn.store.ObjectStore;
import java.util.List;

/** Tells a process that does not exist from one without checkpoints. */
final class KnownProcess {
  private static final int MOST_SHOWN = 5;

  private KnownProcess() {}

  /**
   * Throws when nobody ever opened the process.
   *
   * @throws CheckpointNotFoundException with the processes that there are
   */
  static void require(ObjectStore store, ProcessId process, RecoveryInfo info, String shownStore) {
    if (info.epoch() > 0) {
      return;
    }
    List<ProcessId> known = CheckpointReader.processes(store);
    throw new CheckpointNotFoundException(
        "There is no process %s in %s: %s. Check the name and the store."
            .formatted(process, shownStore, known.isEmpty() ? "it has none" : names(known)));
  }

  private static String names(List<ProcessId> known) {
    List<String> first = known.stream().limit(MOST_SHOWN).map(ProcessId::toString).toList();
    int more = known.size() - first.size();
    return "it has " + String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }
}
