package dev.cairn;

import static java.util.Objects.requireNonNull;

import dev.cairn.store.ObjectKey;

/**
 * An object that nothing needs any more and nothing ever will, as a {@link GarbageCollector} found
 * it.
 *
 * @param kind what it was for
 * @param key of it, from the root of the store
 * @param bytes its size
 * @param reason why it is not needed, in words
 */
public record GarbageObject(Kind kind, ObjectKey key, long bytes, String reason) {
  /** Refuses what is absent, and a negative size. */
  public GarbageObject {
    requireNonNull(kind);
    requireNonNull(key);
    requireNonNull(reason);
    if (bytes < 0) {
      throw new IllegalArgumentException(key + " has " + bytes + " bytes");
    }
  }

  /** What an object of a process is for. */
  public enum Kind {
    /** A piece of a state, or of the index, under {@code data/}. */
    DATA,
    /** Results of a run, under {@code runs/}. */
    PART,
    /** An entry of the log, under {@code log/}. */
    ENTRY
  }
}
