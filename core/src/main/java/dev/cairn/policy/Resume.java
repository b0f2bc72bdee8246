package dev.cairn.policy;

/** What a start does with the checkpoints that it finds. */
public enum Resume {
  /** It goes on from the newest one, unless the process is completed, which is an error. */
  UNFINISHED,
  /** It goes on from the newest one, also when the process is completed. */
  ALWAYS,
  /** It starts from scratch; what is there stays until retention drops it. */
  NEVER
}
