package dev.cairn.spark;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreProvider;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.memory.MemoryStore;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens {@code counted:NAME}: the store {@code memory:NAME}, with its requests counted. Driver and
 * executors of a local Spark share it.
 */
public final class CountedStores implements ObjectStoreProvider {
  private static final Map<String, CountingStore> STORES = new ConcurrentHashMap<>();

  /** The store of a name, and its counts. */
  public static CountingStore named(String name) {
    return STORES.computeIfAbsent(name, n -> new CountingStore(MemoryStore.named(n)));
  }

  @Override
  public Set<String> schemes() {
    return Set.of("counted");
  }

  @Override
  public ObjectStore open(URI uri) {
    return named(uri.getRawSchemeSpecificPart());
  }
}
