package dev.cairn.simulation;

/** What is wrong with a store, to see that it is found. */
enum Flaw {
  /** Nothing. */
  NONE,
  /** It ignores {@code If-None-Match}. */
  PUTS_OVERWRITE,
  /** A listing shows the newest entry of the log only from the second look on. */
  LISTINGS_ARE_STALE,
  /** One in ten puts of data is answered and never applied. */
  PUTS_ARE_FORGOTTEN,
  /** A delete of data takes the object with it that comes next in order. */
  DELETES_TAKE_A_NEIGHBOUR
}
