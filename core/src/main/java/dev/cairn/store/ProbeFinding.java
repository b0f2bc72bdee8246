package dev.cairn.store;

import java.util.Locale;

/**
 * What came of one check of a {@link StoreProbe}.
 *
 * @param check that was made
 * @param verdict on it
 * @param detail one line that says what the store did
 */
public record ProbeFinding(ProbeCheck check, Verdict verdict, String detail) {
  /** How a check ended. */
  public enum Verdict {
    /** The store does what it must. */
    GOOD,
    /** Nothing that checkpoints depend on, but something that its owner should know. */
    NOTED,
    /** It could not be found out; nothing that checkpoints depend on. */
    UNKNOWN,
    /** The store refused a request, so that checkpoints cannot be written; the detail says why. */
    REFUSED,
    /** The store does not do what it must. */
    BAD;

    /** The name in lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ProbeFinding good(ProbeCheck check, String detail) {
    return new ProbeFinding(check, Verdict.GOOD, detail);
  }

  static ProbeFinding refused(ProbeCheck check, String detail) {
    return new ProbeFinding(check, Verdict.REFUSED, detail);
  }

  static ProbeFinding bad(ProbeCheck check, String detail) {
    return new ProbeFinding(check, Verdict.BAD, detail);
  }
}
