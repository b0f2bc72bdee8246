package dev.cairn.spark;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.CheckpointReader;
import dev.cairn.codec.Codec;
import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * The items of checkpoints that the tasks of this JVM share, each decoded once. A task that comes
 * while another one loads the same item waits for it. An item of a version never changes, so none
 * is ever stale.
 */
final class ExecutorItems {
  /** How many bytes of items, as their codecs wrote them, a JVM keeps. */
  static final String ITEM_CACHE_BYTES = "spark.cairn.itemCacheBytes";

  private static final int WEIGHT_UNIT = 1024;

  /** The codec as it is sent: its name alone does not tell the type that it makes. */
  private record Key(CheckpointReference checkpoint, String item, ByteBuffer codec) {}

  private record Loaded(Object value, long bytes) {}

  private static final Cache<Key, Loaded> ITEMS =
      Caffeine.newBuilder()
          .maximumWeight(cacheBytes() / WEIGHT_UNIT)
          .weigher((Key key, Loaded loaded) -> weight(loaded.bytes()))
          .build();

  private ExecutorItems() {}

  @SuppressWarnings("unchecked") // the same codec has made it
  static <T> T get(SharedCheckpoint checkpoint, String item, Codec<T> codec) {
    var key =
        new Key(checkpoint.reference(), item, ByteBuffer.wrap(Sendable.bytes("codec", codec)));
    return (T) ITEMS.get(key, absent -> load(absent.checkpoint(), item, codec)).value();
  }

  private static Loaded load(CheckpointReference reference, String name, Codec<?> codec) {
    // past the store's cache, which would hold the same bytes a second time
    try (var reader =
        CheckpointReader.open(reference.store().openUncached(), reference.process())) {
      var opened = reader.openVersion(reference.version());
      Object value = opened.item(name, codec);
      long bytes =
          opened.checkpoint().items().stream()
              .filter(item -> item.name().equals(name))
              .mapToLong(item -> item.bytes())
              .sum();
      return new Loaded(value, bytes);
    }
  }

  private static int weight(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, 1 + bytes / WEIGHT_UNIT);
  }

  private static long cacheBytes() {
    SparkEnv spark = SparkEnv.get();
    SparkConf conf = spark == null ? new SparkConf() : spark.conf();
    return conf.getSizeAsBytes(ITEM_CACHE_BYTES, Runtime.getRuntime().maxMemory() / 4 + "b");
  }
}
