package dev.cairn.simulation;

/** The end of a machine; no code under test catches it and goes on. */
final class Death extends Error {
  private static final long serialVersionUID = 1;

  Death() {
    super("the machine died", null, false, false);
  }
}
