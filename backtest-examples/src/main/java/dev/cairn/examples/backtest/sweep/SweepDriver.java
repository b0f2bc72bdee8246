package dev.cairn.examples.backtest.sweep;

import dev.cairn.CairnException;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.prices.StockPrices;
import dev.cairn.spark.RunProgress;
import dev.cairn.spark.RunResult;
import dev.cairn.spark.SparkRun;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

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
  /**
   * The seed of the sweep; the noise of every unit's fills derives from it and the unit's number.
   */
  public static final long SEED = 42;

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
      tell(SweepEvent.Kind.DONE, units, result.restored(), result.computed(), result.digest());
      return 0;
    } catch (FencedException e) {
      fail(SweepEvent.Kind.FENCED, units, e.getMessage());
      return 3;
    } catch (CairnException e) {
      fail(SweepEvent.Kind.FAILED, units, e.getMessage());
      return 1;
    } catch (IOException | RuntimeException e) {
      fail(SweepEvent.Kind.FAILED, units, e.toString());
      return 1;
    }
  }

  private RunResult<UnitResult> sweep(
      SparkSession spark, String store, ProcessId process, long units) {
    BacktestSettings settings = BacktestSettings.standard();
    SparkRun run =
        SparkRun.on(spark)
            .store(store)
            .process(process)
            .codeVersion(Backtest.codeVersion())
            .param("result", UnitResult.SCHEMA)
            .input(StockPrices.FILE, StockPrices.SHA_256)
            .units(units)
            .seed(SEED)
            .commitInterval(OFTEN)
            .partInterval(OFTEN)
            .listener(this::progressed);
    for (Map.Entry<String, String> parameter : settings.parameters().entrySet()) {
      run.param(parameter.getKey(), parameter.getValue());
    }
    return run.run(
        Codecs.json(UnitResult.class),
        (unit, context) -> Backtest.of(settings).evaluate(unit, context.random()));
  }

  private void progressed(RunProgress progress) {
    SweepEvent.Kind kind =
        switch (progress.phase()) {
          case COMPUTING -> SweepEvent.Kind.PROGRESS;
          case VERIFYING, COMPLETED -> SweepEvent.Kind.VERIFYING;
        };
    tell(kind, progress.units(), progress.restored(), progress.computed(), "");
  }

  private void tell(SweepEvent.Kind kind, long units, long restored, long computed, String digest) {
    print(new SweepEvent(kind, units, restored, computed, digest.isEmpty() ? null : digest, null));
  }

  private void fail(SweepEvent.Kind kind, long units, @Nullable String message) {
    print(new SweepEvent(kind, units, 0, 0, null, message));
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
