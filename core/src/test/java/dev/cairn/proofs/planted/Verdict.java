package dev.cairn.proofs.planted;

import java.time.Duration;
import java.util.Locale;

/** What the tests say of the code with a bug in it. */
sealed interface Verdict {
  /** The verdict in a line, of a bug of that name. */
  String line(String bug);

  /**
   * A test failed.
   *
   * @param by the class and the method
   * @param why the first line of its failure
   */
  record Caught(String by, String why, Duration took) implements Verdict {
    @Override
    public String line(String bug) {
      return String.format(
          Locale.ROOT, "caught   %-32s %5.1f s  %s: %s", bug, took.toMillis() / 1000.0, by, why);
    }
  }

  /** All tests passed, so that one is lacking. */
  record Missed(int tests) implements Verdict {
    @Override
    public String line(String bug) {
      return String.format(Locale.ROOT, "MISSED   %-32s %d tests passed", bug, tests);
    }
  }

  /** The tests did not come to their end, which proves nothing. */
  record Undecided(String why) implements Verdict {
    @Override
    public String line(String bug) {
      return String.format(Locale.ROOT, "UNKNOWN  %-32s %s", bug, why);
    }
  }
}
