package dev.cairn.store.local;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreProvider;
import dev.cairn.store.StoreException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** Opens {@code file:/absolute/directory}. The directory is created by the first put. */
public final class LocalStoreProvider implements ObjectStoreProvider {
  /** The provider, for {@link java.util.ServiceLoader}. */
  public LocalStoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("file");
  }

  @Override
  public ObjectStore open(URI uri) {
    try {
      return new LocalStore(Path.of(uri));
    } catch (IllegalArgumentException e) {
      // Another host, a relative path, a query, a fragment, a NUL.
      throw new StoreException(
          "Cannot open a local store: its URI is not the path of a directory (%s). Give one like file:/srv/checkpoints."
              .formatted(e.getMessage()),
          e);
    }
  }
}
