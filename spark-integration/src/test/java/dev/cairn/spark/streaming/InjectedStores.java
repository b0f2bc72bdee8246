package dev.cairn.spark.streaming;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreProvider;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Opens {@code injected:ID}: a store that a test has made, so that Spark finds it by a URI. */
public final class InjectedStores implements ObjectStoreProvider {
  private static final Map<String, ObjectStore> STORES = new ConcurrentHashMap<>();

  /** The URI of a store from now on. */
  public static String uri(ObjectStore store) {
    String id = UUID.randomUUID().toString();
    STORES.put(id, store);
    return "injected:" + id;
  }

  @Override
  public Set<String> schemes() {
    return Set.of("injected");
  }

  @Override
  public ObjectStore open(URI uri) {
    return Objects.requireNonNull(STORES.get(uri.getRawSchemeSpecificPart()), uri.toString());
  }
}
