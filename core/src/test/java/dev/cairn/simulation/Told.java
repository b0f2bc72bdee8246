package dev.cairn.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** What the actors asked for, and what they were told. */
final class Told {
  private final TreeSet<Long> epochs = new TreeSet<>();
  private final Set<Long> denied = new HashSet<>();
  private final Set<Long> pinned = new HashSet<>();
  private final Map<Long, Integer> unpins = new HashMap<>();
  private final Map<Long, Integer> unpinning = new HashMap<>();
  private final TreeSet<Long> mayBeDeleted = new TreeSet<>();
  private long acknowledged;

  /** The epochs whose writers were told that they have opened the process. */
  NavigableSet<Long> epochs() {
    return epochs;
  }

  /** The steps whose savers were told that they are not saved and never will be. */
  Set<Long> denied() {
    return denied;
  }

  /** What is pinned for sure. */
  Set<Long> pinned() {
    return pinned;
  }

  /** What somebody has asked to delete, whatever came of it. */
  NavigableSet<Long> mayBeDeleted() {
    return mayBeDeleted;
  }

  /** How many saves were acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  void acknowledge() {
    acknowledged++;
  }

  /** To be given to {@link #pinned(long, int)} at the end of a pin that begins now. */
  int unpins(long version) {
    return unpins.getOrDefault(version, 0);
  }

  /** A pin that began when there had been so many unpins was acknowledged. */
  void pinned(long version, int before) {
    // An unpin that began since, or whose outcome nobody knows, may have undone it.
    if (before == unpins(version) && unpinning.getOrDefault(version, 0) == 0) {
      pinned.add(version);
    }
  }

  void beginUnpin(long version) {
    pinned.remove(version);
    unpins.merge(version, 1, Integer::sum);
    unpinning.merge(version, 1, Integer::sum);
  }

  /** An unpin is decided. One that is not may still come into effect. */
  void endUnpin(long version) {
    unpinning.merge(version, -1, Integer::sum);
  }
}
