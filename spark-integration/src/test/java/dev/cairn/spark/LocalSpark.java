package dev.cairn.spark;

import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.awaitility.Awaitility;

/**
 * A Spark that runs in this process; one at a time, as Spark has it. Without a session, which takes
 * seconds more to start.
 */
public final class LocalSpark {
  private LocalSpark() {}

  /** The running context, or a new one when there is none or it has other cores. */
  public static JavaSparkContext context(int cores) {
    return withMaster("local[" + cores + "]");
  }

  /** The running context, or a new one when there is none or it has another master. */
  static JavaSparkContext withMaster(String master) {
    SparkContext running = SparkContext.getOrCreate(configuration(master));
    if (!running.master().equals(master)) {
      running.stop();
      running = SparkContext.getOrCreate(configuration(master));
    }
    return JavaSparkContext.fromSparkContext(running);
  }

  /** Waits until no task runs: those of a job that ended early go on for a moment. */
  static void awaitIdle(JavaSparkContext spark) {
    Awaitility.await()
        .until(
            () ->
                Arrays.stream(spark.statusTracker().getExecutorInfos())
                    .allMatch(executor -> executor.numRunningTasks() == 0));
  }

  static SparkConf configuration(String master) {
    return new SparkConf()
        .setAppName("cairn-tests")
        .setMaster(master)
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.sql.warehouse.dir", "target/warehouse")
        .set("spark.sql.shuffle.partitions", "2");
  }
}
