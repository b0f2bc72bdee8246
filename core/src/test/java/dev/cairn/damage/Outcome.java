package dev.cairn.damage;

/** What came of a blow. */
enum Outcome {
  /** Something that was read said that it is damaged, missing or was passed over. */
  REPORTED,
  /** All that can be read was read, and all of it was right, so nothing depends on what was hit. */
  ALL_RIGHT
}
