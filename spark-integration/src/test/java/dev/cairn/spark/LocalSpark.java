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
    SparkSession session = builder(cores).getOrCreate();
    if (session.sparkContext().master().equals("local[" + cores + "]")) {
      return session;
    }
    session.stop();
    return builder(cores).getOrCreate();
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

  private static SparkSession.Builder builder(int cores) {
    return SparkSession.builder()
        .appName("cairn-tests")
        .master("local[" + cores + "]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.warehouse.dir", "target/warehouse")
        .config("spark.sql.shuffle.partitions", 2);
  }
}
