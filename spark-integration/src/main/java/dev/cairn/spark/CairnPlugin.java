package dev.cairn.spark;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * What Cairn does for a whole application rather than for a run, with {@code
 * spark.plugins=dev.cairn.spark.CairnPlugin}; nothing else needs it.
 *
 * <ul>
 *   <li>When the application starts, the driver checks the {@code spark.cairn.*} settings, and
 *       refuses to start with one that there is not, or that cannot be.
 *   <li>Driver and executors open the store that {@code spark.cairn.store} names, and send it one
 *       GET, so that the first task finds a connection. Where that fails it is logged, and tasks
 *       will say what they meet.
 *   <li>They count requests and more in Spark's metrics system; see {@code docs/spark.md}.
 *   <li>When the application ends, stores are closed after their last request.
 * </ul>
 */
public final class CairnPlugin implements SparkPlugin {
  /** For Spark, which finds it by its class. */
  public CairnPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverSide();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorSide();
  }
}
