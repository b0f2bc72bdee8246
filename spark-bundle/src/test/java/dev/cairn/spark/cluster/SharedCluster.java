package dev.cairn.spark.cluster;

import dev.cairn.s3.testing.S3TestServer;
import org.jspecify.annotations.Nullable;

/** The cluster of all tests of this JVM: two workers. It starts when it is asked for. */
final class SharedCluster {
  private static final int CORES_PER_WORKER = 2;

  private static @Nullable StandaloneCluster cluster;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(SharedCluster::close));
    PySpark.prepareBehind(); // these tests wait for processes, and that for the network
  }

  private SharedCluster() {}

  /** The cluster, with two workers that live; a new one when the last one is gone. */
  static synchronized StandaloneCluster get() {
    StandaloneCluster running = cluster;
    if (running == null || !running.isAlive()) {
      close();
      running = StandaloneCluster.start(S3TestServer.shared().environment(), 2, CORES_PER_WORKER);
      cluster = running;
    }
    while (running.workers().size() < 2) {
      running.addWorker();
    }
    return running;
  }

  private static synchronized void close() {
    StandaloneCluster running = cluster;
    if (running != null) {
      running.close();
    }
  }
}
