package dev.cairn.store;

/**
 * A folder of keys: empty for the root of the store, else segments that each end with a slash.
 * Listing by folders, not by any text, is what both an object store and a directory can answer.
 *
 * @param value empty, or a key followed by a slash
 */
public record KeyPrefix(String value) {
  /** All keys of a store. */
  public static final KeyPrefix ROOT = new KeyPrefix("");

  /**
   * Checks the prefix.
   *
   * @throws InvalidKeyException when the value is neither empty nor a valid key followed by a slash
   */
  public KeyPrefix {
    if (!value.isEmpty()) {
      if (!value.endsWith("/")) {
        throw new InvalidKeyException(value, "a prefix ends with '/'");
      }
      for (String segment : value.substring(0, value.length() - 1).split("/", -1)) {
        ObjectKey.checkSegment(value, segment);
      }
    }
  }

  /** The folder of that name in this folder. */
  public KeyPrefix folder(String segment) {
    return new KeyPrefix(value + segment + "/");
  }

  /** The key of that name in this folder. */
  public ObjectKey key(String segment) {
    return new ObjectKey(value + segment);
  }

  /** The last segment, without its slash; empty for the root. */
  public String name() {
    return value.isEmpty()
        ? ""
        : value.substring(value.lastIndexOf('/', value.length() - 2) + 1, value.length() - 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
