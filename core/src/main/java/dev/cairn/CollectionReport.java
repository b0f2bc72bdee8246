package dev.cairn;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a collection of garbage deleted, or would delete.
 *
 * @param process whose garbage it is
 * @param version of the entry of the log that it went by
 * @param action whether the objects are gone
 * @param groups the objects by their kind and the reason why they are not needed
 * @param left what was not looked at, and why; each in words, empty when all was
 */
public record CollectionReport(
    ProcessId process, long version, Action action, List<Group> groups, List<String> left) {
  /** Copies the lists. */
  public CollectionReport {
    requireNonNull(process);
    requireNonNull(action);
    groups = List.copyOf(groups);
    left = List.copyOf(left);
  }

  /** What became of the objects. */
  public enum Action {
    /** They are still there. */
    WOULD_DELETE,
    /** They are gone. */
    DELETED
  }

  /**
   * Objects that are garbage for the same reason: those of one epoch, the parts of one run, entries
   * of the log.
   *
   * @param kind what they were for
   * @param reason why they are not needed, in words
   * @param objects how many, at least 1
   * @param bytes of all of them
   */
  public record Group(GarbageObject.Kind kind, String reason, long objects, long bytes) {
    /** Refuses what is absent, and numbers that make no sense. */
    public Group {
      requireNonNull(kind);
      requireNonNull(reason);
      if (objects < 1 || bytes < 0) {
        throw new IllegalArgumentException(objects + " objects of " + bytes + " bytes");
      }
    }
  }

  /** How many objects of all kinds. */
  public long objects() {
    return groups.stream().mapToLong(Group::objects).sum();
  }

  /** The bytes of all objects. */
  public long bytes() {
    return groups.stream().mapToLong(Group::bytes).sum();
  }
}
