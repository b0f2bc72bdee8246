package dev.cairn.spark.locality;

import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockManagerId;

/**
 * An executor.
 *
 * @param host as Spark's scheduler calls it
 * @param executor its id in the application
 */
record Place(String host, String executor) implements Serializable {
  /** What Spark calls the executor in a driver. */
  private static final String DRIVER = "driver";

  /** The executor that this JVM is. */
  static Place here() {
    BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
    return new Place(id.host(), id.executorId());
  }

  /** Whether there is no choice of another one, as in local mode. */
  boolean isDriver() {
    return executor.equals(DRIVER);
  }

  /** As a preferred location of an RDD or a scan names an executor rather than a host. */
  String location() {
    return "executor_" + host + "_" + executor;
  }
}
