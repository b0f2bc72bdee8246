package dev.cairn.cli.demo;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.RecoveryInfo;
import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.report.BestTable;
import dev.cairn.examples.backtest.report.HtmlReport;
import dev.cairn.examples.backtest.report.ReportData;
import dev.cairn.examples.backtest.report.RunSummary;
import dev.cairn.examples.backtest.sweep.SweepDriver;
import dev.cairn.examples.backtest.sweep.SweepEvent;
import dev.cairn.examples.backtest.sweep.SweepResults;
import dev.cairn.run.UnitRandom;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: a sweep whose driver is killed with SIGKILL and started again, and a look at
 * whether the results are what they must be. They are when the digest that the driver committed is
 * that of the stored results, read anew by another process, and that of an uninterrupted run, where
 * there was one.
 */
public final class Demo {
  private static final int BEST_SHOWN = 10;

  private final Options options;
  private final PrintWriter out;
  private final PrintWriter err;

  /**
   * What a demonstration is to do.
   *
   * @param store where to keep checkpoints
   * @param shownStore the same for people, without secrets
   * @param process to work on; null to choose one
   * @param units how many
   * @param cores of the first driver
   * @param resumeCores of the driver after the kill
   * @param killAt at which part of the units the driver is killed, 0 to 1; null for never
   * @param verify whether to run uninterrupted too, and compare
   * @param report the file to write it to
   * @param log the file for what Spark logs
   * @param drawn whether a person looks at a terminal
   */
  public record Options(
      String store,
      String shownStore,
      @Nullable ProcessId process,
      long units,
      int cores,
      int resumeCores,
      @Nullable Double killAt,
      Verify verify,
      Path report,
      Path log,
      Drawing drawn) {
    /** Whether to run uninterrupted too. */
    public enum Verify {
      /** And compare the digests. */
      YES,
      /** It takes as long again. */
      NO
    }

    /** How progress is shown. */
    public enum Drawing {
      /** As a bar on a terminal. */
      BAR,
      /** As lines. */
      LINES
    }
  }

  /** A demonstration; {@code out} gets results, {@code err} progress. */
  public Demo(Options options, PrintWriter out, PrintWriter err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs it.
   *
   * @throws DemoException when a driver failed, was fenced, or died by another hand
   * @throws IOException when a driver cannot be started, or a file not be written
   */
  public DemoOutcome run() throws IOException {
    long start = System.nanoTime();
    try (ObjectStore store = ObjectStores.open(options.store())) {
      DemoProcess process =
          options.process() == null
              ? DemoProcess.choose(store)
              : DemoProcess.named(store, options.process());
      announce(store, process);
      Sweep sweep = sweep(process.id());
      Sweep.Ending first = sweep.drive(options.cores(), options.killAt());
      Sweep.Ending last = first.killed().isPresent() ? resume(sweep, first.killed().get()) : first;
      SweepEvent done = last.done().orElseThrow();
      SweepResults results = SweepResults.read(store, process.id());
      double seconds = Math.round((System.nanoTime() - start) / 1e7) / 100.0;
      Optional<String> uninterrupted = uninterrupted(store, process.id());
      boolean correct =
          results.digest().equals(done.digest())
              && uninterrupted.map(results.digest()::equals).orElse(true);
      ReportData data =
          report(store, process.id(), first.killed(), done, results, seconds, uninterrupted);
      write(data);
      show(data, done, results.digest(), correct, uninterrupted);
      return new DemoOutcome(
          process.id().toString(),
          options.shownStore(),
          options.units(),
          done.restored(),
          done.computed(),
          first.killed().map(Sweep.Killed::done).orElse(null),
          results.digest(),
          uninterrupted.orElse(null),
          correct,
          options.report().toString(),
          seconds);
    }
  }

  private Sweep sweep(ProcessId process) {
    return new Sweep(
        options.store(),
        process,
        options.units(),
        options.log(),
        err,
        options.drawn() == Options.Drawing.BAR);
  }

  private Sweep.Ending resume(Sweep sweep, Sweep.Killed killed) throws IOException {
    err.printf(
        "Killed the driver (process %d) with SIGKILL when %,d of %,d units were done. Starting again on %d %s.%n",
        killed.pid(),
        killed.done(),
        options.units(),
        options.resumeCores(),
        options.resumeCores() == 1 ? "core" : "cores");
    err.flush();
    return sweep.drive(options.resumeCores(), null);
  }

  private Optional<String> uninterrupted(ObjectStore store, ProcessId process) throws IOException {
    if (options.verify() == Options.Verify.NO) {
      return Optional.empty();
    }
    ProcessId other =
        new ProcessId(process.type(), process.name() + "-verify-" + Instant.now().toEpochMilli());
    err.printf("Running the same sweep without an interruption, as %s.%n", other);
    err.flush();
    sweep(other).drive(options.cores(), null);
    return Optional.of(SweepResults.read(store, other).digest());
  }

  private void announce(ObjectStore store, DemoProcess process) {
    if (process.isNew()) {
      err.printf(
          "Sweeping %,d units of %s on %d cores; checkpoints go to %s.%n",
          options.units(), process.id(), options.cores(), options.shownStore());
    } else {
      try (CheckpointReader reader = CheckpointReader.open(store, process.id())) {
        RecoveryInfo info = reader.recoveryInfo();
        err.printf(
            "Going on with %s in %s, which %s.%n",
            process.id(),
            options.shownStore(),
            info.latest()
                .map(
                    latest ->
                        "has a checkpoint at step %,d, %s"
                            .formatted(latest.progress().step(), latest.time()))
                .orElse("was opened and has no checkpoint yet"));
      }
    }
    err.flush();
  }

  private ReportData report(
      ObjectStore store,
      ProcessId process,
      Optional<Sweep.Killed> killed,
      SweepEvent done,
      SweepResults results,
      double seconds,
      Optional<String> uninterrupted) {
    RunSummary.Verification verification =
        uninterrupted
            .map(
                digest ->
                    digest.equals(results.digest())
                        ? RunSummary.Verification.EQUAL
                        : RunSummary.Verification.DIFFERENT)
            .orElse(RunSummary.Verification.NOT_COMPARED);
    return ReportData.of(
        new RunSummary(
            process.toString(),
            options.shownStore(),
            options.units(),
            done.restored(),
            done.computed(),
            killed.isPresent() ? options.resumeCores() : options.cores(),
            seconds,
            results.digest(),
            verification,
            Instant.now()),
        results.results(),
        Backtest.of(BacktestSettings.standard()),
        unit -> UnitRandom.of(SweepDriver.SEED, unit),
        Timeline.of(store, process, killed));
  }

  private void write(ReportData data) throws IOException {
    Path file = options.report().toAbsolutePath();
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
    HtmlReport.write(file, data);
  }

  private void show(
      ReportData data,
      SweepEvent done,
      String digest,
      boolean correct,
      Optional<String> uninterrupted) {
    out.printf(
        "%nUnits: %,d restored, %,d computed, %,d in all.%n%n",
        done.restored(), done.computed(), options.units());
    out.println("The best by their in-sample Sharpe ratio:");
    out.println(
        BestTable.text(
            List.copyOf(data.best().subList(0, Math.min(BEST_SHOWN, data.best().size())))));
    out.printf("Digest of all results: %s%n", digest);
    if (!correct) {
      out.printf(
          "IT IS NOT WHAT IT MUST BE: the driver committed %s%s.%n",
          done.digest(),
          uninterrupted.map(other -> ", the uninterrupted run gave " + other).orElse(""));
    } else if (uninterrupted.isPresent()) {
      out.println("The uninterrupted run gave the same.");
    } else {
      out.println("The stored results have it; --verify compares it with an uninterrupted run.");
    }
    out.printf("Report: %s%n", options.report());
    out.flush();
  }
}
