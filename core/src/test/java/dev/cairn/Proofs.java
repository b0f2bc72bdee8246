package dev.cairn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where the long forms of tests leave their figures: {@code target/proofs/NAME.txt}. */
public final class Proofs {
  private Proofs() {}

  /** Prints a line, and adds it to the file of that name. */
  @SuppressWarnings("SystemOut")
  public static void add(String name, String line) {
    System.out.println(name + ": " + line);
    try {
      Path folder = Files.createDirectories(Path.of("target", "proofs"));
      Files.writeString(
          folder.resolve(name + ".txt"),
          line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints a line, and begins the file of that name with it. */
  public static void begin(String name, String line) {
    try {
      Files.deleteIfExists(Path.of("target", "proofs", name + ".txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    add(name, line);
  }
}
