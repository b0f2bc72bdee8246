package dev.cairn.cli;

/** What the exit code of the command says. The numbers are part of its interface. */
enum ExitCode {
  /** It did what was asked. */
  OK(0),
  /** It did not; the line on standard error says why. */
  FAILED(1),
  /** It was called wrongly, and nothing was tried. */
  USAGE(2),
  /** A newer writer has the process. */
  FENCED(3),
  /** Whether the save was applied could not be found out. */
  UNKNOWN(4);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
