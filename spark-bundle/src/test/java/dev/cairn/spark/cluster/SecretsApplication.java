package dev.cairn.spark.cluster;

import dev.cairn.CairnException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.spark.RunResult;
import dev.cairn.spark.SparkRun;
import org.apache.spark.sql.SparkSession;

/**
 * An application that lets itself be looked at when its work is done: {@code STORE-URI PROCESS UNIT
 * SCENE}. UNIT is the unit that fails; -1 for none.
 */
public final class SecretsApplication {
  static final long UNITS = 20;

  /** Where it waits when all is done. */
  static final long END = UNITS;

  /** The result of a unit. */
  public record Price(double close) {}

  private SecretsApplication() {}

  /** The driver. */
  public static void main(String[] arguments) throws InterruptedException {
    ProcessId process = ProcessId.backtest(arguments[1]);
    long failing = Long.parseLong(arguments[2]);
    SparkSession spark = SparkSession.builder().getOrCreate();
    System.out.printf(
        "application=%s page=%s%n",
        spark.sparkContext().applicationId(), spark.sparkContext().uiWebUrl().get());
    try {
      RunResult<Price> result =
          SparkRun.on(spark)
              .store(arguments[0])
              .process(process)
              .codeVersion("1")
              .units(UNITS)
              .run(
                  Codecs.json(Price.class),
                  (unit, context) -> {
                    if (unit == failing) {
                      throw new IllegalStateException("no price");
                    }
                    return new Price(unit * 0.5);
                  });
      long rows = spark.read().format("cairn").load(arguments[0] + "/" + process).count();
      long cheap = result.asTable(Price.class).where("close < 5").repartition(2).distinct().count();
      System.out.printf("computed=%d rows=%d cheap=%d%n", result.computed(), rows, cheap);
    } catch (CairnException e) {
      System.out.println("ended=" + e.getClass().getSimpleName());
      e.printStackTrace(System.out);
    }
    System.out.println("done");
    new Scene(arguments[3]).pass(END);
    spark.stop();
  }
}
