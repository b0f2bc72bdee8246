package dev.cairn.cli;

import dev.cairn.CopyReport;
import dev.cairn.Skipped;
import java.util.ArrayList;
import java.util.List;

/**
 * What a copy or an import did, as JSON shows it. The names are part of the command's interface.
 *
 * @param from the store or the file that the checkpoints come from
 * @param process that they belong to there
 * @param toStore the store that they are in now
 * @param toProcess that they belong to there
 * @param copied what was copied, with the versions in both places
 * @param present what was there already
 * @param skipped what cannot be read, and why
 * @param parts how many parts of runs were copied
 */
record CopyView(
    String from,
    String process,
    String toStore,
    String toProcess,
    List<CopyReport.Copied> copied,
    List<CopyReport.Copied> present,
    List<Skipped> skipped,
    long parts) {
  static CopyView of(String from, String toStore, CopyReport report) {
    return new CopyView(
        from,
        report.from().toString(),
        toStore,
        report.to().toString(),
        report.copied(),
        report.present(),
        report.skipped(),
        report.parts());
  }

  /** The same for people. */
  static List<String> lines(String done, CopyReport report, String toStore) {
    List<String> lines = new ArrayList<>();
    StringBuilder line =
        new StringBuilder(
            "%s %s of %s to %s in %s"
                .formatted(
                    done,
                    Shown.count(report.copied().size(), "checkpoint", "checkpoints"),
                    report.from(),
                    report.to(),
                    toStore));
    if (report.parts() > 0) {
      line.append(", ").append(Shown.count(report.parts(), "part", "parts")).append(" of runs");
    }
    if (!report.present().isEmpty()) {
      line.append(
          "; %s there already".formatted(Shown.count(report.present().size(), "was", "were")));
    }
    lines.add(line.toString());
    lines.addAll(skipped(report.skipped()));
    return lines;
  }

  /** A line for each checkpoint that cannot be read; each reason names its version. */
  static List<String> skipped(List<Skipped> skipped) {
    return skipped.stream().map(each -> "  left out: " + each.why()).toList();
  }
}
