package dev.cairn.store.memory;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreProvider;
import dev.cairn.store.StoreException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** Opens {@code memory:NAME}; the store of one name is the same everywhere in this JVM. */
public final class MemoryStoreProvider implements ObjectStoreProvider {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  /** The provider, for {@link java.util.ServiceLoader}. */
  public MemoryStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public ObjectStore open(URI uri) {
    String name = uri.getRawSchemeSpecificPart();
    if (!NAME.matcher(name).matches() || uri.getRawFragment() != null) {
      throw new StoreException(
          "Cannot open a memory store: its URI does not end with a plain name. Give one like memory:test, with letters, digits, '.', '_' and '-'.");
    }
    return MemoryStore.named(name);
  }
}
