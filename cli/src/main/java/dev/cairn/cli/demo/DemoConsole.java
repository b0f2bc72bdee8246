package dev.cairn.cli.demo;

/** Where a person looks on. Used by one thread. */
public interface DemoConsole {
  /** Shows a line. */
  void say(String line);

  /** Begins to show how a driver gets on, with {@code restored} of {@code units} done already. */
  void begin(String what, long restored, long units);

  /** Shows that {@code done} units are done. */
  void done(long units);

  /** Ends what {@link #begin} began, if it did. */
  void end();
}
