package dev.cairn.cli;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ProbeFinding;
import dev.cairn.store.ProbeReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tries out whether a store keeps what checkpoints rest on. */
@Command(
    name = "doctor",
    description = {
      "Try out whether a store keeps what checkpoints rest on: writes, reads, lists and deletes a few"
          + " small objects below _probe/ in it."
    },
    footer = {"", "The exit code is 0 only when checkpoints may be written to the store."})
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private JsonOption output = new JsonOption();

  /** What the command prints as JSON. */
  private record Report(String store, boolean safe, List<Row> checks) {}

  /**
   * One check as JSON shows it.
   *
   * @param check its name, like {@code create-twice}
   * @param verdict good, noted, unknown or bad
   * @param detail what the store did
   */
  private record Row(String check, String verdict, String detail) {}

  @Override
  public Integer call() {
    ProbeReport report;
    try (ObjectStore opened = store.open()) {
      report = opened.probe();
    }
    output.print(
        spec.commandLine().getOut(),
        new Report(
            store.shown(),
            report.safe(),
            report.findings().stream().map(DoctorCommand::row).toList()),
        () -> table(report));
    report.requireSafe();
    return ExitCode.OK.number();
  }

  private static Row row(ProbeFinding finding) {
    return new Row(
        finding.check().toString().replace(' ', '-'),
        finding.verdict().toString(),
        finding.detail());
  }

  private static List<String> table(ProbeReport report) {
    Columns columns = new Columns();
    report
        .findings()
        .forEach(
            finding ->
                columns.add(
                    finding.check().toString(), finding.verdict().toString(), finding.detail()));
    return columns.lines();
  }
}
