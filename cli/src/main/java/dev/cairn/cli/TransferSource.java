package dev.cairn.cli;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.CheckpointTransfer;
import dev.cairn.ProcessId;
import dev.cairn.store.ObjectStore;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which checkpoints of a store a command brings elsewhere. */
final class TransferSource {
  private static final String ALL = "all";

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--process",
      required = true,
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description = "What was checkpointed, like training/ranker.")
  private ProcessId process = ProcessId.training("none");

  @Option(
      names = "--version",
      paramLabel = "VERSION",
      description =
          "Which checkpoint: a version like v12, a tag, or latest; all by default, with the runs"
              + " that are open.")
  private String version = ALL;

  /** The store as it may be shown. */
  String shown() {
    return store.shown();
  }

  ProcessId process() {
    return process;
  }

  /** Whether one checkpoint is meant, and not all. */
  boolean isOne() {
    return !version.equals(ALL);
  }

  /** Opens the checkpoints, does something with them, and closes them. */
  <T> T with(Function<CheckpointTransfer, T> action) {
    try (ObjectStore opened = store.open();
        CheckpointReader reader = CheckpointReader.open(opened, process);
        CheckpointTransfer transfer = find(reader, opened)) {
      return action.apply(transfer);
    }
  }

  private CheckpointTransfer find(CheckpointReader reader, ObjectStore opened) {
    try {
      return isOne() ? CheckpointTransfer.one(reader, version) : CheckpointTransfer.all(reader);
    } catch (CheckpointNotFoundException e) {
      KnownProcess.require(opened, process, reader.recoveryInfo(), store.shown());
      throw e;
    }
  }
}
