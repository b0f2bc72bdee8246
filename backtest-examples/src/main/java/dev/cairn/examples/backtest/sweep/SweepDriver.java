package dev.cairn.examples.backtest.sweep;

import dev.cairn.CairnException;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.run.RunDefinition;
import dev.cairn.spark.RunProgress;
import dev.cairn.spark.RunResult;
import dev.cairn.spark.SparkRun;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;

/**
 * The driver of the sweep, a program of its own: {@code SweepDriver <store> <process> <units>
 * <cores>}. Started again with the same store, process and units, on any number of cores, it
 * computes what is missing.
 *
 * <p>It tells {@link SweepEvent}s on standard output, and ends when its standard input does: then
 * whoever started it is gone. It exits with 0 when the run is completed, with 3 when another driver
 * fenced it, and with 1 when it failed.
 */
public final class SweepDriver {
  private static final Duration OFTEN = Duration.ofMillis(500);

  private final PrintStream events;

  private SweepDriver(PrintStream events) {
    this.events = events;
  }

  /** Runs the sweep. */
  public static void main(String[] arguments) {
    Thread orphanage = new Thread(SweepDriver::endWithInput, "end-with-input");
    orphanage.setDaemon(true);
    orphanage.start();
    SweepDriver driver = new SweepDriver(System.out);
    System.exit(
        driver.run(
            arguments[0],
            ProcessId.parse(arguments[1]),
            Long.parseLong(arguments[2]),
            Integer.parseInt(arguments[3])));
  }

  private int run(String store, ProcessId process, long units, int cores) {
    try (SparkSession spark =
        SparkSession.builder()
            .appName("cairn " + process)
            .master("local[" + cores + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()) {
      RunResult<UnitResult> result = sweep(spark, store, process, units);
      print(
          SweepEvent.done(
              units, result.restored(), result.computed(), result.version(), result.digest()));
      return 0;
    } catch (FencedException e) {
      print(SweepEvent.ended(SweepEvent.Kind.FENCED, units, e.getMessage()));
      return 3;
    } catch (CairnException e) {
      print(SweepEvent.ended(SweepEvent.Kind.FAILED, units, e.getMessage()));
      return 1;
    } catch (IOException | RuntimeException e) {
      print(SweepEvent.ended(SweepEvent.Kind.FAILED, units, e.toString()));
      return 1;
    }
  }

  private RunResult<UnitResult> sweep(
      SparkSession spark, String store, ProcessId process, long units) {
    BacktestSettings settings = BacktestSettings.standard();
    RunDefinition definition = SweepDefinition.of(units);
    SparkRun run =
        SparkRun.on(spark)
            .store(store)
            .process(process)
            .codeVersion(definition.codeVersion())
            .units(definition.units())
            .seed(definition.seed())
            .commitInterval(OFTEN)
            .partInterval(OFTEN)
            .listener(this::progressed);
    definition.parameters().forEach(run::param);
    definition.inputs().forEach(run::input);
    return run.run(
        SweepDefinition.codec(),
        (unit, context) -> Backtest.of(settings).evaluate(unit, context.random()));
  }

  private void progressed(RunProgress progress) {
    SweepEvent.Kind kind =
        switch (progress.phase()) {
          case COMPUTING -> SweepEvent.Kind.PROGRESS;
          case VERIFYING, COMPLETED -> SweepEvent.Kind.VERIFYING;
        };
    print(
        SweepEvent.progress(
            kind,
            progress.units(),
            progress.restored(),
            progress.computed(),
            progress.lastCommit()));
  }

  private void print(SweepEvent event) {
    events.println(event.line());
    events.flush();
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Whatever it is, it is not the end.
      }
    } catch (IOException e) {
      // The input is gone, and so is who held its other end.
    }
    Runtime.getRuntime().halt(1);
  }
}
