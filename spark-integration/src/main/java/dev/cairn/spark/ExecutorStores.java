package dev.cairn.spark;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.StoreSettings;
import dev.cairn.store.cache.CacheCounts;
import dev.cairn.store.cache.CachingStore;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.jspecify.annotations.Nullable;

/**
 * The stores that this JVM has open, each once: tasks come and go by the thousand, and a client
 * with its connections takes longer to make than most requests. They stay open until {@link
 * #closeAll} or the JVM's end, since nobody knows which task is the last.
 *
 * <p>Each is opened with the settings of the Spark application that runs in this JVM. When another
 * application runs in it later, with settings that may be others, what was open is closed first.
 */
final class ExecutorStores {
  /** How much of a store's objects each JVM keeps in memory. */
  static final String CACHE_BYTES = "spark.cairn.cacheBytes";

  /** Whether settings of Hadoop's S3A count for stores, where their URI does not say otherwise. */
  static final String S3A = "spark.cairn.s3a.enabled";

  /** A store by layers: its cache, below that what counts requests, below that its connections. */
  private record Open(
      ObjectStore direct, ObjectStore cached, CountingStore counting, CachingStore caching) {}

  private static final ConcurrentMap<String, Open> STORES = new ConcurrentHashMap<>();
  private static final AtomicReference<@Nullable SparkConf> APPLICATION = new AtomicReference<>();

  private ExecutorStores() {}

  /** The store, with a cache of what was read. */
  static ObjectStore cached(String uri) {
    return of(uri).cached();
  }

  /** The same store and client, past the cache. */
  static ObjectStore direct(String uri) {
    return of(uri).direct();
  }

  /** The requests to all stores since this JVM started. */
  static RequestCounts requests() {
    return STORES.values().stream()
        .map(open -> open.counting().counts())
        .reduce(RequestCounts.NONE, RequestCounts::plus);
  }

  /** What the caches of all stores did since this JVM started, and hold now. */
  static CacheCounts caches() {
    long hits = 0;
    long loads = 0;
    long bytes = 0;
    for (Open open : STORES.values()) {
      CacheCounts counts = open.caching().counts();
      hits += counts.hits();
      loads += counts.loads();
      bytes += counts.bytes();
    }
    return new CacheCounts(hits, loads, bytes);
  }

  /**
   * Closes all stores. Requests that are on their way are finished; later ones open a store anew.
   */
  static void closeAll() {
    STORES.values().forEach(open -> open.caching().close());
  }

  private static Open of(String uri) {
    SparkConf now = application();
    if (now != null && APPLICATION.getAndSet(now) != now) {
      closeAll();
    }
    return STORES.computeIfAbsent(uri, ExecutorStores::open);
  }

  private static Open open(String uri) {
    var leased = new LeasedStore(() -> ObjectStores.open(uri, settings()));
    String name = leased.open();
    var counting = new CountingStore(leased);
    var caching = new CachingStore(counting, cacheBytes());
    return new Open(
        new SharedStore(counting, name),
        new SharedStore(caching, "cached " + name),
        counting,
        caching);
  }

  private static @Nullable SparkConf application() {
    SparkEnv spark = SparkEnv.get();
    return spark == null ? null : spark.conf();
  }

  private static SparkConf conf() {
    SparkConf conf = application();
    return conf == null ? new SparkConf() : conf;
  }

  private static StoreSettings settings() {
    SparkConf conf = conf();
    return conf.getBoolean(S3A, true) ? HadoopSettings.of(conf) : StoreSettings.NONE;
  }

  private static long cacheBytes() {
    return conf().getSizeAsBytes(CACHE_BYTES, "64m");
  }
}
