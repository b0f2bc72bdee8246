package dev.cairn.cli;

import dev.cairn.CheckpointTransfer;
import dev.cairn.CopyReport;
import dev.cairn.ProcessId;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Copies checkpoints to another store. */
@Command(
    name = "copy",
    description =
        "Copy the checkpoints of a process to another store, oldest first, with pins, tags and runs."
            + " Everything is verified on the way. A copy that was cut off goes on when the same"
            + " command is given again.")
final class CopyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TransferSource source = new TransferSource();
  @Mixin private JsonOption output = new JsonOption();

  @Option(
      names = "--to-store",
      required = true,
      paramLabel = "URI",
      description = "Where they are copied to.")
  private String targetUri = "";

  @Option(
      names = "--to-process",
      paramLabel = "TYPE/NAME",
      converter = ProcessConverter.class,
      description = "What they are checkpoints of there; the same by default.")
  private @Nullable ProcessId targetProcess;

  @Override
  public Integer call() {
    CopyReport report = source.with(this::copy);
    CopyView view = CopyView.of(source.shown(), StoreOptions.shown(targetUri), report);
    output.print(
        spec.commandLine().getOut(), view, () -> CopyView.lines("Copied", report, view.toStore()));
    boolean isThere = report.copied().size() + report.present().size() > 0;
    if (!source.isOne() || !isThere) {
      LeftBehindException.throwIfAny(report.skipped(), source.process(), "copied");
    }
    return ExitCode.OK.number();
  }

  private CopyReport copy(CheckpointTransfer transfer) {
    ProcessId process = targetProcess == null ? source.process() : targetProcess;
    try (ObjectStore opened = ObjectStores.open(targetUri)) {
      return transfer.copyTo(opened, process);
    }
  }
}
