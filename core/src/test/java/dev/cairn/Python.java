package dev.cairn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A Python with what the reader of the format page needs, in a folder of its own that stays until
 * {@code mvn clean}.
 *
 * @param interpreter of the environment
 */
record Python(Path interpreter) {
  private static final String REQUIREMENTS = "reader-requirements.txt";
  private static final String REMEDY =
      "Install Python 3.9 or newer with venv and pip (Debian: apt-get install python3-venv), and let pip reach a package index.";

  /**
   * What a script said.
   *
   * @param exitCode 0 when it went well
   * @param lines of its output and of its errors
   */
  record Outcome(int exitCode, List<String> lines) {}

  /**
   * Finds the environment or builds it.
   *
   * @throws IllegalStateException when it cannot be built; the message says what is missing
   */
  static Python prepare() throws IOException, InterruptedException {
    byte[] requirements;
    try (InputStream in = Python.class.getResourceAsStream(REQUIREMENTS)) {
      requirements = in.readAllBytes();
    }
    Path folder = Files.createDirectories(Path.of("target", "python-reader").toAbsolutePath());
    Path list = folder.resolve(REQUIREMENTS);
    Path complete = folder.resolve("complete");
    Path interpreter = folder.resolve("environment").resolve("bin").resolve("python");
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()
          || !Files.exists(complete)
          || !new String(requirements, UTF_8).equals(Files.readString(list))) {
        Files.deleteIfExists(complete);
        Files.write(list, requirements);
        require("python3", "-m", "venv", "--clear", folder.resolve("environment").toString());
        require(interpreter.toString(), "-m", "pip", "install", "-r", list.toString());
        Files.createFile(complete);
      }
    }
    return new Python(interpreter);
  }

  /** Runs a script to its end. */
  Outcome run(Path script, Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(interpreter.toString(), script.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return run(command);
  }

  private static Outcome run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    return new Outcome(process.waitFor(), lines);
  }

  private static void require(String... command) throws IOException, InterruptedException {
    Outcome outcome;
    try {
      outcome = run(List.of(command));
    } catch (IOException e) {
      throw new IllegalStateException(command[0] + " does not start. " + REMEDY, e);
    }
    if (outcome.exitCode() != 0) {
      throw new IllegalStateException(
          "%s failed: %s. %s"
              .formatted(String.join(" ", command), String.join(" | ", outcome.lines()), REMEDY));
    }
  }
}
