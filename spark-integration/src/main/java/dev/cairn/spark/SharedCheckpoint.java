package dev.cairn.spark;

import dev.cairn.CheckpointReader;
import dev.cairn.codec.Codec;

/**
 * A checkpoint that many tasks of a JVM read. What one of them has fetched, the others need not
 * fetch: the store's client and what was read are shared by all. Each byte is verified against the
 * log before it is handed on. Safe for use by many threads.
 */
public final class SharedCheckpoint {
  private final CheckpointReference reference;

  SharedCheckpoint(CheckpointReference reference) {
    this.reference = reference;
  }

  /** Which checkpoint it is. */
  public CheckpointReference reference() {
    return reference;
  }

  /**
   * The value of an item, made for the caller, who may change it. It is fetched once in this JVM as
   * long as its chunks stay in the store's cache ({@code spark.cairn.cacheBytes}).
   *
   * @throws dev.cairn.CheckpointNotFoundException when there is no such checkpoint, no longer, or
   *     it has no such item
   * @throws dev.cairn.InvalidRequestException when the item was written by another codec
   * @throws dev.cairn.DamagedException when it is damaged
   */
  public <T> T item(String name, Codec<T> codec) {
    try (var reader = CheckpointReader.open(reference.store().open(), reference.process())) {
      return reader.openVersion(reference.version()).item(name, codec);
    }
  }

  /**
   * The value of an item, one for all tasks of this JVM: nobody may change it, as with Spark's
   * broadcast variables. It is fetched, verified and decoded by the first task that asks, while the
   * others wait for it, and is kept as long as there is room ({@code spark.cairn.itemCacheBytes}, a
   * quarter of the heap by default).
   *
   * <p>Throws what {@link #item} does. A failure is not kept: the next task tries anew.
   */
  public <T> T sharedItem(String name, Codec<T> codec) {
    return ExecutorItems.get(this, name, codec);
  }
}
