package dev.cairn.spark;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.cache.CachingStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The stores that this JVM has open, each once: tasks come and go by the thousand, and a client
 * with its connections takes longer to make than most requests. They stay open until the JVM ends,
 * since nobody knows which task is the last.
 */
final class ExecutorStores {
  /** How much of a store's objects each JVM keeps in memory. */
  static final String CACHE_BYTES = "spark.cairn.cacheBytes";

  private record Open(ObjectStore direct, ObjectStore cached) {}

  private static final ConcurrentMap<String, Open> STORES = new ConcurrentHashMap<>();

  private ExecutorStores() {}

  /** The store, with a cache of what was read. */
  static ObjectStore cached(String uri) {
    return of(uri).cached();
  }

  /** The same store and client, past the cache. */
  static ObjectStore direct(String uri) {
    return of(uri).direct();
  }

  private static Open of(String uri) {
    return STORES.computeIfAbsent(
        uri,
        unopened -> {
          ObjectStore store = ObjectStores.open(unopened);
          return new Open(
              new SharedStore(store), new SharedStore(new CachingStore(store, cacheBytes())));
        });
  }

  private static long cacheBytes() {
    SparkEnv spark = SparkEnv.get();
    SparkConf conf = spark == null ? new SparkConf() : spark.conf();
    return conf.getSizeAsBytes(CACHE_BYTES, "64m");
  }
}
