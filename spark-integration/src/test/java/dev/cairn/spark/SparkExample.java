package dev.cairn.spark;

import static org.apache.spark.sql.functions.col;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.SparkSession;

/** The example of docs/spark.md, which {@link SparkExampleTest} compares with this and runs. */
final class SparkExample {
  private SparkExample() {}

  /** What a unit gives. */
  record Metrics(int lookback, double sharpe) {}

  /** The work: each unit is one point of a grid. */
  record Grid(int size) implements Serializable {
    int lookback(long unit) {
      return 5 + (int) unit;
    }
  }

  static Metrics backtest(int lookback, RandomGenerator random) {
    return new Metrics(lookback, random.nextGaussian() / Math.sqrt(lookback));
  }

  static RunResult<Metrics> sweep(SparkSession spark, String store, Grid grid) {
    // example begins
    RunResult<Metrics> result =
        SparkRun.on(spark)
            .store(store)
            .process(ProcessId.backtest("momentum"))
            .codeVersion("2026-11-24")
            .param("universe", "SP500")
            .units(grid.size())
            .seed(42)
            .listener(RunListener.every(Duration.ofSeconds(10), System.out::println))
            .run(
                Codecs.json(Metrics.class),
                (unit, context) -> backtest(grid.lookback(unit), context.random()));
    result.asTable(Metrics.class).orderBy(col("sharpe").desc()).show(10);
    // example ends
    return result;
  }
}
