package dev.cairn.examples.backtest.report;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What there is to say about the run that computed the results.
 *
 * @param process type and name, such as {@code backtest/demo}
 * @param store its URI; user information and query, where secrets would be, are cut off
 * @param units of the run, at least 1
 * @param restored how many units the last start found done, 0 to {@code units}
 * @param computed how many units the last start computed, 0 to {@code units}
 * @param cores that the last start used
 * @param seconds from the first start to the end, 0 or more
 * @param digest of all results in unit order, in hex
 * @param verification whether an uninterrupted run was compared
 * @param finished when the run ended
 */
public record RunSummary(
    String process,
    String store,
    long units,
    long restored,
    long computed,
    int cores,
    double seconds,
    String digest,
    Verification verification,
    Instant finished) {
  private static final Pattern USER = Pattern.compile("//[^/?#]*@");
  private static final Pattern QUERY = Pattern.compile("[?#].*");

  /** Whether the digest was compared with that of an uninterrupted run. */
  public enum Verification {
    /** It was not. */
    NOT_COMPARED,
    /** It was, and it is the same. */
    EQUAL,
    /** It was, and it differs. */
    DIFFERENT
  }

  /** Checks the counts and takes secrets out of the URI. */
  public RunSummary {
    if (units < 1 || restored < 0 || computed < 0 || restored > units || computed > units) {
      throw new IllegalArgumentException(
          "Of %d units, %d cannot be restored and %d computed"
              .formatted(units, restored, computed));
    }
    if (!(seconds >= 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException("A run does not take " + seconds + " seconds");
    }
    store = QUERY.matcher(USER.matcher(store).replaceFirst("//")).replaceFirst("");
  }
}
