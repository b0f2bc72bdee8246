package dev.cairn.cli;

import dev.cairn.CheckpointTransfer.OnExisting;
import dev.cairn.ExportReport;
import dev.cairn.Skipped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes checkpoints to one file. */
@Command(
    name = "export",
    description =
        "Write the checkpoints of a process to one file: a tar archive that 'tar xf' unpacks and"
            + " 'sha256sum -c SHA256SUMS' verifies. The file is there when the command ends with 0,"
            + " whole, or not at all.")
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TransferSource source = new TransferSource();
  @Mixin private JsonOption output = new JsonOption();

  @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Option(names = "--replace", description = "Replace the file when it is there.")
  private boolean replace;

  /**
   * What the command prints as JSON.
   *
   * @param bytes the size of the file
   * @param parts how many parts of runs are in it
   */
  private record Exported(
      String store,
      String process,
      String file,
      long bytes,
      List<CheckpointView> checkpoints,
      List<Skipped> skipped,
      long parts) {}

  @Override
  public Integer call() {
    ExportReport report =
        source.with(
            transfer -> transfer.exportTo(file, replace ? OnExisting.REPLACE : OnExisting.REFUSE));
    output.print(
        spec.commandLine().getOut(),
        new Exported(
            source.shown(),
            report.process().toString(),
            file.toString(),
            report.bytes(),
            report.checkpoints().stream().map(CheckpointView::of).toList(),
            report.skipped(),
            report.parts()),
        () -> lines(report));
    if (!source.isOne() || report.checkpoints().isEmpty()) {
      LeftBehindException.throwIfAny(report.skipped(), source.process(), "exported");
    }
    return ExitCode.OK.number();
  }

  private static List<String> lines(ExportReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Exported %s of %s to %s: %s%s"
            .formatted(
                Shown.count(report.checkpoints().size(), "checkpoint", "checkpoints"),
                report.process(),
                report.file(),
                Shown.bytes(report.bytes()),
                report.parts() == 0
                    ? ""
                    : ", " + Shown.count(report.parts(), "part", "parts") + " of runs"));
    lines.addAll(CopyView.skipped(report.skipped()));
    return lines;
  }
}
