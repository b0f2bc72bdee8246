package dev.cairn.spark.cluster;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.spark.RunResult;
import dev.cairn.spark.SparkRun;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An application that is submitted to a cluster: {@code STORE-URI PROCESS READINGS SCENE}. It
 * computes a run with a part for each core and reads its results again and again as an RDD. When
 * the test has killed an executor and another one is there, it does so again; then as a table. It
 * prints which locations the partitions of RDDs preferred.
 */
public final class ReadAgainApplication {
  private static final long UNITS = 40;

  private ReadAgainApplication() {}

  /** The driver. */
  public static void main(String[] arguments) throws InterruptedException {
    ProcessId process = ProcessId.backtest(arguments[1]);
    int readings = Integer.parseInt(arguments[2]);
    var scene = new Scene(arguments[3]);
    SparkSession spark = SparkSession.builder().getOrCreate();
    try {
      RunResult<String> result =
          SparkRun.on(spark)
              .store(arguments[0])
              .process(process)
              .codeVersion("1")
              .units(UNITS)
              .tasksPerCore(1)
              .run(Codecs.utf8(), (unit, context) -> "result " + unit);
      Set<String> first = executors(spark);
      for (int i = 0; i < readings; i++) {
        read(result);
      }
      scene.begin(0);
      scene.pass(0);
      while (executors(spark).equals(first) || executors(spark).size() < first.size()) {
        Scene.waitForAMoment();
      }
      for (int i = 0; i < readings; i++) {
        read(result);
      }
      scene.begin(1);
      scene.pass(1);
      String path = arguments[0] + "/" + process;
      for (int i = 0; i < readings; i++) {
        require(spark.read().format("cairn").load(path).collectAsList().size());
      }
    } finally {
      spark.stop();
    }
  }

  private static void read(RunResult<String> result) {
    JavaRDD<String> decoded = result.asRdd();
    RDD<?> slices = decoded.rdd().dependencies().head().rdd();
    System.out.println(
        "preferred "
            + Arrays.stream(slices.partitions())
                .map(slices::preferredLocations)
                .map(places -> List.copyOf(CollectionConverters.asJava(places)))
                .toList());
    require(decoded.collect().size());
  }

  /** Driver and executors, by their addresses. */
  private static Set<String> executors(SparkSession spark) {
    return Set.copyOf(
        CollectionConverters.asJava(spark.sparkContext().getExecutorMemoryStatus()).keySet());
  }

  private static void require(int rows) {
    if (rows != UNITS) {
      throw new AssertionError(rows + " rows");
    }
  }
}
