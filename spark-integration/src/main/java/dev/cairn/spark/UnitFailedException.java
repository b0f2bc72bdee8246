package dev.cairn.spark;

import dev.cairn.CairnException;

/**
 * The function of a run threw for one of its units, as often as Spark was willing to try. Results
 * of other units that were stored stay stored: mend the function, or what it depends on, and start
 * the run again. A function that now computes something else needs another code version.
 */
public final class UnitFailedException extends CairnException {
  private final long unit;

  UnitFailedException(String run, UnitFailure failure) {
    super(
        "Unit %d of %s cannot be computed: its function threw %s. Results of other units are kept; mend the function and start the run again."
            .formatted(failure.unit(), run, failure.what()),
        failure.getCause());
    this.unit = failure.unit();
  }

  /** The number of the unit. */
  public long unit() {
    return unit;
  }
}
