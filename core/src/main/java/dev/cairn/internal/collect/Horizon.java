package dev.cairn.internal.collect;

import static java.util.Objects.requireNonNull;

import dev.cairn.internal.log.Manifest;

/**
 * How far somebody sees who collects garbage: what one entry says that was the newest of its log at
 * some moment.
 *
 * @param index of that entry
 * @param version of that entry
 * @param epoch of that entry
 */
public record Horizon(Manifest.Index index, long version, long epoch) {
  /** Refuses what is absent. */
  public Horizon {
    requireNonNull(index);
  }

  /** What a manifest says. */
  public static Horizon of(Manifest newest) {
    return new Horizon(newest.index(), newest.version(), newest.epoch());
  }
}
