package dev.cairn.store;

import java.util.Optional;

/**
 * Settings that the surroundings of a program have for stores, such as those of a Hadoop
 * configuration, looked up by name. A question and not a map, so that secrets among them are
 * fetched where they are needed, and nothing can print them all. Safe for use by many threads.
 */
@FunctionalInterface
public interface StoreSettings {
  /** No settings at all. */
  StoreSettings NONE = name -> Optional.empty();

  /**
   * The value of a setting, or empty when it is not set.
   *
   * @throws StoreException when it is set and cannot be read; the message shows no secret
   */
  Optional<String> find(String name);
}
