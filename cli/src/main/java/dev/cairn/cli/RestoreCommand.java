package dev.cairn.cli;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Restored;
import dev.cairn.store.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Restores a checkpoint to files. */
@Command(
    name = "restore",
    description =
        "Restore a checkpoint to files, one for each item, named like it. Everything is checked before"
            + " any file is touched, and a file is replaced whole or not at all.")
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private JsonOption output = new JsonOption();

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
          "Which checkpoint, like v12, or a tag such as best; latest by default, which passes over damaged ones and"
              + " says so.")
  private String version = "latest";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "The directory for the files; created when it is not there.")
  private Path directory = Path.of("");

  /**
   * What the command prints as JSON.
   *
   * @param passedOver why newer checkpoints were not taken, the newest first; usually empty
   * @param files by the name of the item
   */
  private record Report(
      String store,
      String process,
      CheckpointView checkpoint,
      List<String> passedOver,
      Map<String, String> files) {}

  @Override
  public Integer call() {
    try (ObjectStore opened = store.open();
        CheckpointReader reader = CheckpointReader.open(opened, process)) {
      Restored restored = find(reader, opened);
      print(restored, new RestoredFiles(directory).write(restored));
    }
    return ExitCode.OK.number();
  }

  private Restored find(CheckpointReader reader, ObjectStore opened) {
    try {
      return reader.restore(version);
    } catch (CheckpointNotFoundException e) {
      KnownProcess.require(opened, process, reader.recoveryInfo(), store.shown());
      throw e;
    }
  }

  private void print(Restored restored, Map<String, Path> files) {
    output.print(
        spec.commandLine().getOut(),
        new Report(
            store.shown(),
            process.toString(),
            CheckpointView.of(restored.checkpoint()),
            restored.passedOver(),
            RestoredFiles.shown(files)),
        () -> lines(restored));
  }

  private List<String> lines(Restored restored) {
    var checkpoint = restored.checkpoint();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Restored v%d of %s to %s: %s, %s, %s, %s"
            .formatted(
                checkpoint.version(),
                process,
                directory,
                Shown.step(checkpoint.progress()),
                Shown.status(checkpoint.progress().status()),
                Shown.count(checkpoint.items().size(), "item", "items"),
                Shown.bytes(checkpoint.bytes())));
    if (!restored.passedOver().isEmpty()) {
      lines.add("This is not the newest one. Passed over:");
      restored.passedOver().forEach(why -> lines.add("  " + why));
    }
    return lines;
  }
}
