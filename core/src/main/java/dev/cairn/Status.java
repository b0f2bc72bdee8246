package dev.cairn;

/** Where a process stands, as its newest checkpoint says. */
public enum Status {
  /** It runs, or it died without a chance to say so. */
  IN_PROGRESS,
  /** It was asked to stop and saved before it did. */
  INTERRUPTED,
  /** It ended with an error; the checkpoint says which. */
  FAILED,
  /** It is done. */
  COMPLETED
}
