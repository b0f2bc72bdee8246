package dev.cairn;

/**
 * A save was sent, but whether it was applied could not be found out before the deadline. Nothing
 * was deleted. Save again when the store answers: the manager settles this save first. Or open the
 * process anew: what it then restores is either this save or the one before it, whole.
 */
public final class CommitOutcomeUnknownException extends CairnException {
  /** An open outcome, with what kept it from being settled. */
  public CommitOutcomeUnknownException(
      ProcessId process, long version, String why, Throwable cause) {
    super(
        "It is unknown whether v%d of %s was committed: %s. Nothing was deleted; save again when the store answers, or open the process again to see."
            .formatted(version, process, why),
        cause);
  }
}
