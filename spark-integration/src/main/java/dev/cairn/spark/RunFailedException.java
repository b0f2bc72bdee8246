package dev.cairn.spark;

import dev.cairn.CairnException;
import org.jspecify.annotations.Nullable;

/**
 * The run could not be brought to its end for a reason that is neither in a unit's function nor in
 * the store: executors that died too often, a job that somebody cancelled, results that cannot be
 * sent. What was stored stays. Mend the reason and start the run again.
 */
public final class RunFailedException extends CairnException {
  RunFailedException(String run, String why, RunProgress progress, @Nullable Throwable cause) {
    super(
        "%s failed at %d of %d units: %s. What was stored is kept; mend that and start the run again."
            .formatted(run, progress.done(), progress.units(), why),
        cause);
  }
}
