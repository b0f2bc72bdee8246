package dev.cairn.cli.demo;

import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.report.HtmlReport;
import dev.cairn.examples.backtest.report.ReportData;
import dev.cairn.examples.backtest.report.RunSummary;
import dev.cairn.examples.backtest.report.TimelineEvent;
import dev.cairn.examples.backtest.sweep.SweepDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/** Writes the report of a demonstration, whole or not at all. */
final class ReportFile {
  private ReportFile() {}

  static void write(
      DemoSettings settings,
      DemoOutcome outcome,
      Instant finished,
      List<UnitResult> results,
      List<TimelineEvent> timeline) {
    ReportData data =
        ReportData.of(
            summary(settings, outcome, finished),
            results,
            Backtest.of(BacktestSettings.standard()),
            SweepDefinition::random,
            timeline);
    Path report = outcome.report();
    Path temporary = report.resolveSibling(report.getFileName() + ".part");
    try {
      Files.createDirectories(report.getParent());
      HtmlReport.write(temporary, data);
      Files.move(temporary, report, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ReportNotWrittenException(report, e);
    }
  }

  private static RunSummary summary(DemoSettings settings, DemoOutcome outcome, Instant finished) {
    RunSummary.Verification verification = RunSummary.Verification.NOT_COMPARED;
    if (outcome.uninterruptedDigest().isPresent()) {
      verification =
          outcome.correct() ? RunSummary.Verification.EQUAL : RunSummary.Verification.DIFFERENT;
    }
    return new RunSummary(
        outcome.process(),
        settings.store(),
        outcome.units(),
        outcome.restored(),
        outcome.computed(),
        outcome.kill().isPresent() ? settings.resumedCores() : settings.cores(),
        outcome.seconds(),
        outcome.digest(),
        verification,
        finished);
  }
}
