package dev.cairn.store.faults;

import dev.cairn.store.RequestKind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which requests a fault or a hook is meant for: by kind, by key, and by how many matching ones to
 * let pass first. The key of a listing is its prefix; a delete matches when one of its keys does.
 *
 * @param kinds of requests
 * @param keyStart how the key starts; empty for every key
 * @param keyPart what the key contains; empty for every key
 * @param skipped how many matching requests pass untouched first
 * @param times how many matching requests are meant after these
 */
public record RequestMatch(
    Set<RequestKind> kinds, String keyStart, String keyPart, int skipped, int times) {
  /** Checks the numbers and copies the set. */
  public RequestMatch {
    if (kinds.isEmpty() || skipped < 0 || times < 1) {
      throw new IllegalArgumentException(
          "A match names kinds, skips 0 or more and is meant 1 time or more, not %s, %d and %d"
              .formatted(kinds, skipped, times));
    }
    kinds = Set.copyOf(kinds);
  }

  /** The next request of one of these kinds. */
  public static RequestMatch next(RequestKind kind, RequestKind... more) {
    return new RequestMatch(EnumSet.of(kind, more), "", "", 0, 1);
  }

  /** The next request, whatever its kind. */
  public static RequestMatch next() {
    return new RequestMatch(EnumSet.allOf(RequestKind.class), "", "", 0, 1);
  }

  /** Only keys that start with this text. */
  public RequestMatch keyStarting(String start) {
    return new RequestMatch(kinds, start, keyPart, skipped, times);
  }

  /** Only keys that contain this text. */
  public RequestMatch keyContaining(String part) {
    return new RequestMatch(kinds, keyStart, part, skipped, times);
  }

  /** Lets this many matching requests pass first. */
  public RequestMatch skipping(int requests) {
    return new RequestMatch(kinds, keyStart, keyPart, requests, times);
  }

  /** Means this many matching requests in a row. */
  public RequestMatch times(int requests) {
    return new RequestMatch(kinds, keyStart, keyPart, skipped, requests);
  }

  /** Means every matching request, until {@link FaultyStore#heal}. */
  public RequestMatch everyTime() {
    return times(Integer.MAX_VALUE);
  }

  boolean matches(RequestKind kind, Collection<String> keys) {
    return kinds.contains(kind)
        && keys.stream().anyMatch(key -> key.startsWith(keyStart) && key.contains(keyPart));
  }
}
