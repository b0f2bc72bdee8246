package dev.cairn.internal.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Some versions, as intervals: the first and the last of one, then of the next, and so on. It may
 * cover versions that nothing asks about, which makes it shorter.
 *
 * @param bounds an even number of versions that rise, each last at least its first
 */
public record Versions(@JsonValue List<Long> bounds) {
  /** No version. */
  public static final Versions NONE = new Versions(List.of());

  /** Checks that the intervals are in order and apart from each other. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Versions {
    bounds = List.copyOf(bounds);
    long before = 0;
    for (int i = 0; i < bounds.size(); i++) {
      long bound = bounds.get(i);
      if (bound < before || (i % 2 == 0 && bound == before)) {
        throw new IllegalArgumentException("a version " + bound + " after " + before);
      }
      before = bound;
    }
    if (before > LogKeys.LAST) {
      throw new IllegalArgumentException("a version " + before + " after the last one");
    }
    if (bounds.size() % 2 != 0) {
      throw new IllegalArgumentException("an interval of versions without an end");
    }
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return bounds.isEmpty();
  }

  /** How many intervals there are. */
  public int intervals() {
    return bounds.size() / 2;
  }

  /** Whether a version is one of them. */
  public boolean contains(long version) {
    return intersects(version, version);
  }

  /** The same, and one more. */
  public Versions with(long version) {
    if (contains(version)) {
      return this;
    }
    List<Long> more = new ArrayList<>();
    boolean placed = false;
    for (int i = 0; i < bounds.size(); i += 2) {
      if (!placed && version < bounds.get(i)) {
        more.addAll(List.of(version, version));
        placed = true;
      }
      more.addAll(bounds.subList(i, i + 2));
    }
    if (!placed) {
      more.addAll(List.of(version, version));
    }
    return new Versions(more);
  }

  /** Whether a version from {@code first} to {@code last}, both included, is one of them. */
  boolean intersects(long first, long last) {
    int low = 0;
    int high = intervals();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds.get(2 * middle + 1) < first) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < intervals() && bounds.get(2 * low) <= last;
  }
}
