package dev.cairn.spark;

import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;

/**
 * The {@link CairnPlugin} in an executor. Where executors are the driver, in local mode, {@link
 * DriverSide} does it all.
 */
final class ExecutorSide implements ExecutorPlugin {
  /** What Spark calls the executor in a driver. */
  private static final String DRIVER = "driver";

  private WarmUp warmUp = WarmUp.NONE;
  private boolean own;

  /** {@inheritDoc} It throws nothing, which would end the executor. */
  @Override
  public void init(PluginContext context, Map<String, String> ofDriver) {
    own = !context.executorID().equals(DRIVER);
    if (!own) {
      return;
    }
    JvmMetrics.ofExecutor(context.metricRegistry());
    String uri = context.conf().get(SparkRun.STORE, "");
    if (!uri.isBlank()) {
      warmUp = WarmUp.start(new StoreReference(uri));
    }
  }

  @Override
  public void shutdown() {
    if (own) {
      warmUp.end();
      ExecutorStores.closeAll();
    }
  }
}
