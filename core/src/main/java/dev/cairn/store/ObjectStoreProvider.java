package dev.cairn.store;

import java.net.URI;
import java.util.Set;

/**
 * Opens stores of certain URI schemes. Providers are found by {@link java.util.ServiceLoader}; a
 * module adds a store by listing its provider there.
 */
public interface ObjectStoreProvider {
  /** The URI schemes that this provider opens, in lower case. */
  Set<String> schemes();

  /**
   * Opens the store that a URI names. Nothing is read or written, so a store that does not exist or
   * may not be accessed shows itself at the first request.
   *
   * @throws StoreException when the URI is not of the form that its scheme needs; the message shows
   *     the form
   */
  ObjectStore open(URI uri);

  /**
   * The same with settings of the surroundings, for what the URI does not say. By default there are
   * none that matter.
   *
   * @throws StoreException as {@link #open(URI)} does, and when a setting cannot be used
   */
  default ObjectStore open(URI uri, StoreSettings settings) {
    return open(uri);
  }
}
