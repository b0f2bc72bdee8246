package dev.cairn;

import static java.util.Objects.requireNonNull;

/**
 * A checkpoint that was not brought along.
 *
 * @param version in the log that it is in; 0 where only the reason is known
 * @param why in one sentence, such as what of it is damaged
 */
public record Skipped(long version, String why) {
  /** Refuses what is absent. */
  public Skipped {
    requireNonNull(why);
  }
}
