package dev.cairn.store;

import java.util.Optional;

/**
 * What to list.
 *
 * @param prefix the folder whose keys are wanted
 * @param depth whether all keys below it are wanted, or the names of the folders directly below it
 * @param limit the most results in one page, 1 to {@value #MAX_LIMIT}
 * @param continuation what the page before returned; empty for the first page
 */
public record ListRequest(KeyPrefix prefix, Depth depth, int limit, Optional<String> continuation) {
  /** The most results that one page may hold. It is S3's limit. */
  public static final int MAX_LIMIT = 1000;

  /** Which names below the prefix are wanted. */
  public enum Depth {
    /** All objects, at any depth. */
    OBJECTS,
    /** The folders directly below the prefix, and no objects. */
    FOLDERS
  }

  /** Checks the limit. */
  public ListRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "A page holds 1 to " + MAX_LIMIT + " results, not " + limit);
    }
  }

  /** The first page of all objects below a prefix. */
  public static ListRequest objects(KeyPrefix prefix) {
    return new ListRequest(prefix, Depth.OBJECTS, MAX_LIMIT, Optional.empty());
  }

  /** The first page of the folders directly below a prefix. */
  public static ListRequest folders(KeyPrefix prefix) {
    return new ListRequest(prefix, Depth.FOLDERS, MAX_LIMIT, Optional.empty());
  }

  /** The same with at most {@code most} results a page. */
  public ListRequest limit(int most) {
    return new ListRequest(prefix, depth, most, continuation);
  }

  /** The page that follows the one that returned {@code continuation}. */
  public ListRequest after(String token) {
    return new ListRequest(prefix, depth, limit, Optional.of(token));
  }
}
