package dev.cairn.cli;

import dev.cairn.CairnException;
import dev.cairn.ProcessId;
import dev.cairn.Skipped;
import java.util.List;

/** Some checkpoints were not brought along, since they cannot be read; the others were. */
final class LeftBehindException extends CairnException {
  private LeftBehindException(String message) {
    super(message);
  }

  /**
   * Throws when something was left behind.
   *
   * @param done what was done with the others, like "copied"
   */
  static void throwIfAny(List<Skipped> skipped, ProcessId process, String done) {
    if (skipped.isEmpty()) {
      return;
    }
    throw new LeftBehindException(
        "%s of %s cannot be read and %s not %s; %s: %s"
            .formatted(
                Shown.count(skipped.size(), "checkpoint", "checkpoints"),
                process,
                skipped.size() == 1 ? "was" : "were",
                done,
                skipped.size() == 1 ? "the others were" : "the others were, the first",
                skipped.get(0).why()));
  }
}
