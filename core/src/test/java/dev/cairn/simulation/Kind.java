package dev.cairn.simulation;

/** What an actor is. */
enum Kind {
  /** Opens the process, saves in every way, registers runs and completes them. */
  WRITER,
  /** Restores and lists. */
  READER,
  /** Pins, tags and deletes. */
  EDITOR,
  /** Collects from outside. */
  COLLECTOR,
  /** Computes units of the run that a writer registered. */
  EXECUTOR
}
