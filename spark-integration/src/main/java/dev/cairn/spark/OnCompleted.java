package dev.cairn.spark;

/** What happens when a run that is started is done already. */
public enum OnCompleted {
  /** Its results are returned at once. Reading them checks them. */
  RETURN,
  /**
   * All results are read and checked; what is damaged or gone is computed again, and the run is
   * completed anew.
   */
  VERIFY
}
