package dev.cairn.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.cairn.store.RequestKind;
import java.util.function.LongSupplier;

/**
 * What Cairn did in this JVM, for Spark's metrics system. Each is a gauge of a number that only
 * grows while the JVM lives, but for {@code cache.bytes} and {@code lastCommit.version}.
 */
final class JvmMetrics {
  private JvmMetrics() {}

  /** Those of an executor: requests, bytes, caches, units and parts. */
  static void ofExecutor(MetricRegistry registry) {
    for (RequestKind kind : RequestKind.values()) {
      gauge(registry, "requests." + kind, () -> ExecutorStores.requests().count(kind));
    }
    gauge(registry, "bytes.written", () -> ExecutorStores.requests().bytesWritten());
    gauge(registry, "bytes.read", () -> ExecutorStores.requests().bytesRead());
    gauge(registry, "cache.hits", () -> ExecutorStores.caches().hits());
    gauge(registry, "cache.loads", () -> ExecutorStores.caches().loads());
    gauge(registry, "cache.bytes", () -> ExecutorStores.caches().bytes());
    gauge(registry, "units.computed", JvmCounts::unitsComputed);
    gauge(registry, "parts.written", JvmCounts::partsWritten);
  }

  /** Those, and what the driver alone knows. */
  static void ofDriver(MetricRegistry registry) {
    ofExecutor(registry);
    gauge(registry, "units.restored", JvmCounts::unitsRestored);
    gauge(registry, "lastCommit.version", JvmCounts::lastCommit);
  }

  private static void gauge(MetricRegistry registry, String name, LongSupplier value) {
    registry.register(name, (Gauge<Long>) value::getAsLong);
  }
}
