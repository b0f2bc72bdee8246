package dev.cairn.run;

import dev.cairn.CairnException;
import java.util.List;

/**
 * The process holds a run of another definition, so its results are not the ones that were asked
 * for. Nothing was changed. Give back the definition that it had, use another process, or ask to
 * recompute.
 */
public final class RunMismatchException extends CairnException {
  private final List<String> differences;

  /** A mismatch with the run that {@code process} has, and what differs, one sentence each. */
  public RunMismatchException(String process, List<String> differences) {
    super(
        "The run of %s was started with another definition: %s. Start it as it was, use another process name, or recompute it (onMismatch(RECOMPUTE))."
            .formatted(process, String.join("; ", differences)));
    this.differences = List.copyOf(differences);
  }

  /** What differs, one sentence each. */
  public List<String> differences() {
    return differences;
  }
}
