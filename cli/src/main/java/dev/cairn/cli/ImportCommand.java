package dev.cairn.cli;

import dev.cairn.CheckpointTransfer;
import dev.cairn.CopyReport;
import dev.cairn.ProcessId;
import dev.cairn.store.ObjectStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings checkpoints out of a file into a store. */
@Command(
    name = "import",
    description =
        "Bring the checkpoints of an exported file into a store. All of the file is verified before"
            + " anything is written. An import that was cut off goes on when the same command is"
            + " given again.")
final class ImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private JsonOption output = new JsonOption();

  @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Option(
      names = "--process",
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description = "What they are checkpoints of there; what the file says by default.")
  private @Nullable ProcessId process;

  @Override
  public Integer call() {
    CopyReport report;
    try (CheckpointTransfer transfer = CheckpointTransfer.file(file);
        ObjectStore opened = store.open()) {
      report = transfer.copyTo(opened, process == null ? transfer.process() : process);
    }
    output.print(
        spec.commandLine().getOut(),
        CopyView.of(file.toString(), store.shown(), report),
        () -> CopyView.lines("Imported", report, store.shown()));
    LeftBehindException.throwIfAny(report.skipped(), report.from(), "imported");
    return ExitCode.OK.number();
  }
}
