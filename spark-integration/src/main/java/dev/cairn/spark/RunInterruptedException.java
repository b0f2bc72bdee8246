package dev.cairn.spark;

import dev.cairn.CairnException;

/**
 * The run was told to stop: the driver's thread was interrupted, or its Spark context was stopped,
 * as it is when the driver is asked to end. What was stored stays; start the run again to go on.
 */
public final class RunInterruptedException extends CairnException {
  RunInterruptedException(String run, String why, RunProgress progress, Throwable cause) {
    super(
        "%s was stopped at %d of %d units: %s. Start it again to go on from there."
            .formatted(run, progress.done(), progress.units(), why),
        cause);
  }
}
