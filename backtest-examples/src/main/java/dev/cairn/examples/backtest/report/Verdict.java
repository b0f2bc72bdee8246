package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.UnitResult;

/** What became out of sample of a strategy that was chosen for its in-sample Sharpe ratio. */
public enum Verdict {
  /** It kept at least half of its ratio. */
  HELD_UP("held up", "kept at least half of its Sharpe ratio out of sample"),
  /** It kept less than half: most of it was fitted to the past. */
  FADED("faded", "kept less than half of its Sharpe ratio out of sample: overfitted"),
  /** Nothing was left, or less. */
  LOST("lost", "earned nothing for its risk out of sample: overfitted");

  private final String label;
  private final String meaning;

  Verdict(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** One or two words. */
  public String label() {
    return label;
  }

  /** One line that says when the verdict is given. */
  public String meaning() {
    return meaning;
  }

  /** The verdict on a result whose in-sample ratio is positive. */
  public static Verdict of(UnitResult result) {
    double chosen = result.inSample().sharpe();
    double judged = result.outOfSample().sharpe();
    if (judged <= 0) {
      return LOST;
    }
    return judged >= chosen / 2 ? HELD_UP : FADED;
  }
}
