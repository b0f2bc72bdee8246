package dev.cairn.cli.demo;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.RecoveryInfo;
import dev.cairn.Status;
import dev.cairn.store.ObjectStore;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which process a demonstration works on: the newest of the store's demonstrations when it is not
 * completed, so that a killed one goes on; else a new one, so that there is something to compute.
 *
 * @param id of the process
 * @param isNew whether there was nothing of it
 */
record DemoProcess(ProcessId id, boolean isNew) {
  private static final Pattern NAME = Pattern.compile("demo-([0-9]{1,8})");

  static DemoProcess choose(ObjectStore store) {
    OptionalInt newest =
        CheckpointReader.processes(store).stream()
            .filter(id -> id.type().equals("backtest"))
            .map(id -> NAME.matcher(id.name()))
            .filter(Matcher::matches)
            .mapToInt(name -> Integer.parseInt(name.group(1)))
            .max();
    if (newest.isEmpty()) {
      return new DemoProcess(id(1), true);
    }
    ProcessId last = id(newest.getAsInt());
    return isCompleted(store, last)
        ? new DemoProcess(id(newest.getAsInt() + 1), true)
        : new DemoProcess(last, false);
  }

  static DemoProcess named(ObjectStore store, ProcessId id) {
    try (CheckpointReader reader = CheckpointReader.open(store, id)) {
      return new DemoProcess(id, reader.recoveryInfo().epoch() == 0);
    }
  }

  private static boolean isCompleted(ObjectStore store, ProcessId id) {
    try (CheckpointReader reader = CheckpointReader.open(store, id)) {
      RecoveryInfo info = reader.recoveryInfo();
      return info.latest()
          .map(latest -> latest.progress().status() == Status.COMPLETED)
          .orElse(false);
    }
  }

  private static ProcessId id(int number) {
    return ProcessId.backtest("demo-" + number);
  }
}
