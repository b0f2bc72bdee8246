package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.CheckpointReader;
import dev.cairn.DamagedException;
import dev.cairn.ProcessId;
import dev.cairn.RecoveryInfo;
import dev.cairn.UnsupportedFormatException;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a start would find, of every process of a store or of one.
 *
 * @param processes by type and name
 */
record Survey(List<Finding> processes) {
  /**
   * One process.
   *
   * @param info empty when its log cannot be read
   * @param problem why it cannot; empty when it can
   */
  record Finding(ProcessId id, Optional<RecoveryInfo> info, Optional<CairnException> problem) {}

  /**
   * Looks at a store. When one process cannot be read, the others still are.
   *
   * @param only the one to look at; null for all
   */
  static Survey of(ObjectStore store, @Nullable ProcessId only, String shownStore) {
    if (only != null) {
      RecoveryInfo info = info(store, only);
      KnownProcess.require(store, only, info, shownStore);
      return new Survey(List.of(new Finding(only, Optional.of(info), Optional.empty())));
    }
    List<Finding> processes = new ArrayList<>();
    for (ProcessId id : CheckpointReader.processes(store)) {
      try {
        RecoveryInfo info = info(store, id);
        if (info.epoch() > 0) {
          processes.add(new Finding(id, Optional.of(info), Optional.empty()));
        }
      } catch (DamagedException | UnsupportedFormatException e) {
        processes.add(new Finding(id, Optional.empty(), Optional.of(e)));
      }
    }
    return new Survey(processes);
  }

  /** What is wrong with the first process that cannot be read, when there is one. */
  Optional<CairnException> problem() {
    return processes.stream().flatMap(process -> process.problem().stream()).findFirst();
  }

  private static RecoveryInfo info(ObjectStore store, ProcessId id) {
    try (CheckpointReader reader = CheckpointReader.open(store, id)) {
      return reader.recoveryInfo();
    }
  }
}
