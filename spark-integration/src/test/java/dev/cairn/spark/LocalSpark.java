package dev.cairn.spark;

import java.util.Arrays;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.awaitility.Awaitility;

/** Sessions of a Spark that runs in this process. One at a time, as Spark has it. */
final class LocalSpark {
  private LocalSpark() {}

  /** The running session, or a new one with {@code cores} when there is none or it has others. */
  static SparkSession session(int cores) {
    String master = "local[" + cores + "]";
    SparkSession session = builder(master).getOrCreate();
    if (session.sparkContext().master().equals(master)) {
      return session;
    }
    session.stop();
    return builder(master).getOrCreate();
  }

  /** A context with such a master, instead of the one that runs. */
  static JavaSparkContext withMaster(String master) {
    stop();
    return JavaSparkContext.fromSparkContext(builder(master).getOrCreate().sparkContext());
  }

  static void stop() {
    session(2).stop();
  }

  static JavaSparkContext context(int cores) {
    return JavaSparkContext.fromSparkContext(session(cores).sparkContext());
  }

  /** Waits until no task runs: those of a job that ended early go on for a moment. */
  static void awaitIdle() {
    var tracker = SparkSession.active().sparkContext().statusTracker();
    Awaitility.await()
        .until(
            () ->
                Arrays.stream(tracker.getExecutorInfos())
                    .allMatch(executor -> executor.numRunningTasks() == 0));
  }

  private static SparkSession.Builder builder(String master) {
    return SparkSession.builder()
        .appName("cairn-tests")
        .master(master)
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.warehouse.dir", "target/warehouse")
        .config("spark.sql.shuffle.partitions", 2);
  }
}
