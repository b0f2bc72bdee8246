package dev.cairn.spark;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** The {@link CairnPlugin} in a driver. */
final class DriverSide implements DriverPlugin {
  private WarmUp warmUp = WarmUp.NONE;

  /**
   * {@inheritDoc}
   *
   * @throws dev.cairn.InvalidRequestException when a setting cannot be used
   * @throws dev.cairn.store.StoreException when the store cannot be opened
   */
  @Override
  public Map<String, String> init(SparkContext spark, PluginContext context) {
    SettingsCheck.require(context.conf());
    String uri = context.conf().get(SparkRun.STORE, "");
    if (!uri.isBlank()) {
      var store = new StoreReference(uri);
      store
          .open(); // what is wrong with its settings is told now, to whoever starts the application
      warmUp = WarmUp.start(store);
    }
    return Map.of();
  }

  @Override
  public void registerMetrics(String application, PluginContext context) {
    JvmMetrics.ofDriver(context.metricRegistry());
  }

  @Override
  public void shutdown() {
    warmUp.end();
    ExecutorStores.closeAll();
  }
}
