package dev.cairn;

import dev.cairn.internal.log.FallbackRow;
import dev.cairn.internal.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of a restore that was not of the newest checkpoint: the next one that is
 * committed carries it, so that nobody takes the history for an unbroken one.
 *
 * @param version of the checkpoint that was restored
 * @param passedOver what was newer, or better, and why it was not restored: one line each, at most
 *     10
 */
public record Fallback(long version, List<String> passedOver) {
  private static final int MOST = 10;
  private static final int MAX_TEXT = 400;

  /** Copies the list. */
  public Fallback {
    passedOver = List.copyOf(passedOver);
  }

  /** A fallback as it is recorded: cut to what an index can carry that every commit writes. */
  static Fallback to(long version, List<String> passedOver) {
    List<String> few = new ArrayList<>();
    for (String why : passedOver.subList(0, Math.min(MOST, passedOver.size()))) {
      few.add(OneLine.of(why, MAX_TEXT));
    }
    if (passedOver.size() > MOST) {
      few.set(MOST - 1, "and %d more".formatted(passedOver.size() - MOST + 1));
    }
    return new Fallback(version, few);
  }

  static @Nullable Fallback of(@Nullable FallbackRow row) {
    return row == null ? null : new Fallback(row.from(), row.passedOver());
  }

  FallbackRow row() {
    return new FallbackRow(version, passedOver);
  }
}
