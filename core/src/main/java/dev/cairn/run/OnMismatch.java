package dev.cairn.run;

/** What happens when a process has a run of another definition. */
public enum OnMismatch {
  /** It is an error that names what differs. */
  FAIL,
  /** The other run is left as it is, and a new one is registered, which computes everything. */
  RECOMPUTE
}
