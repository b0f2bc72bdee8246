package dev.cairn.spark;

import dev.cairn.store.ObjectStore;
import java.io.Serializable;

/**
 * Names a store, and opens it wherever it is used: small and serializable, so that a task can carry
 * it, while connections stay where they were made.
 *
 * @param uri of the store, as {@link dev.cairn.store.ObjectStores#open} takes it
 */
public record StoreReference(String uri) implements Serializable {
  /**
   * The store. All tasks of one JVM get the same one, with one client and one cache of what was
   * read, so that an object that many tasks read at once is fetched once. It is opened by the first
   * use and lives as long as the JVM; closing it does nothing.
   *
   * @throws dev.cairn.store.StoreException when the URI names no store that can be opened here
   */
  public ObjectStore open() {
    return ExecutorStores.cached(uri);
  }

  /**
   * The same store without the cache of what was read, for what must be seen as it is in the store
   * now. Shared and closed as the other one is: closing it does nothing.
   *
   * @throws dev.cairn.store.StoreException when the URI names no store that can be opened here
   */
  public ObjectStore openUncached() {
    return ExecutorStores.direct(uri);
  }
}
