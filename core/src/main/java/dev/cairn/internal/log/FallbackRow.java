package dev.cairn.internal.log;

import java.util.List;

/**
 * What a checkpoint goes back to that was not the newest one, because what was newer is damaged.
 *
 * @param from the version of the checkpoint that was restored
 * @param passedOver what was newer and why it was not restored, one line each, the newest first
 */
public record FallbackRow(long from, List<String> passedOver) {
  /** Checks the version, and copies the list. */
  public FallbackRow {
    passedOver = List.copyOf(passedOver);
    if (!LogKeys.isVersion(from) || passedOver.isEmpty()) {
      throw new IllegalArgumentException("a fallback to v" + from + " past " + passedOver.size());
    }
  }
}
