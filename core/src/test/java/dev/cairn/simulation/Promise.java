package dev.cairn.simulation;

/** What must hold, by the kind of what goes wrong when it does not. */
enum Promise {
  /** What was acknowledged stays until somebody may let it go. */
  NOTHING_LOST,
  /** What is read is what was saved, whole, and as new as it must be. */
  NO_TORN_READ,
  /** What is live, retired or part of a run has all its objects. */
  NOTHING_LIVE_DELETED,
  /** No older writer is acknowledged after a newer one has opened the process. */
  NO_ZOMBIE,
  /** What was said not to be applied is not. */
  NO_UNDEAD,
  /** A run gives the results of one that was never interrupted. */
  SAME_RESULTS,
  /** Only errors that the documentation names are thrown. */
  NAMED_ERRORS
}
