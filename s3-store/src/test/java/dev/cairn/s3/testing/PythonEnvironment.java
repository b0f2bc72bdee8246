package dev.cairn.s3.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Python virtual environment with LocalStack in it, at the versions that {@code requirements.txt}
 * pins. It is built once for all modules and stays until {@code mvn clean}; another set of
 * requirements is another environment.
 *
 * @param folder that the environment and everything of its servers lies in
 * @param interpreter of the environment
 */
record PythonEnvironment(Path folder, Path interpreter) {
  private static final int BUILD_MINUTES = 8;

  /**
   * Finds the environment, or builds it when it is missing or half built. Processes that do so at
   * once wait for each other.
   *
   * @throws IllegalStateException when it cannot be built; the message says what is missing
   */
  static PythonEnvironment prepare() {
    try {
      return prepare(buildFolder().resolve("localstack"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot prepare the Python environment of the S3 test server.", e);
    }
  }

  private static PythonEnvironment prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    byte[] requirements = resource("requirements.txt");
    Path environment = folder.resolve("python-" + digest(requirements));
    Path complete = environment.resolve("complete");
    Path interpreter = environment.resolve("bin").resolve("python");
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid() || !Files.exists(complete)) {
        delete(environment);
        Path list = Files.write(folder.resolve("requirements.txt"), requirements);
        run(folder, "python3", "-m", "venv", environment.toString());
        run(folder, interpreter.toString(), "-m", "pip", "install", "-r", list.toString());
        Files.createFile(complete);
      }
    }
    return new PythonEnvironment(folder, interpreter);
  }

  private static void run(Path folder, String... command) throws IOException {
    Path log = folder.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw missing("python3 does not start (" + e.getMessage() + ")", log, e);
    }
    try {
      if (!process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES)) {
        throw missing("it took more than " + BUILD_MINUTES + " minutes", log, null);
      }
      if (process.exitValue() != 0) {
        throw missing(
            String.join(" ", command) + " ended with " + process.exitValue() + ": " + tail(log),
            log,
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Python's environment was built.", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static IllegalStateException missing(String why, Path log, @Nullable Throwable cause) {
    return new IllegalStateException(
        "The tests need an S3 server, and LocalStack could not be installed: "
            + why
            + ". Install Python 3.10 to 3.12 with venv and pip (Debian: apt-get install python3-venv) and let pip reach a package index,"
            + " or start Docker, or name a server in "
            + EnvironmentServer.ENDPOINT
            + ". The whole output is in "
            + log,
        cause);
  }

  /** The last lines of a log, as one line. */
  static String tail(Path log) throws IOException {
    List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  /** The folder that Maven empties on {@code clean}, of the whole project and not of a module. */
  private static Path buildFolder() {
    Path folder = Path.of("").toAbsolutePath();
    for (Path at = folder; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("s3-store").resolve("pom.xml"))) {
        return at.resolve("target");
      }
    }
    throw new IllegalStateException(
        "Tests with an S3 server run inside the project's folder, not in " + folder + ".");
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = PythonEnvironment.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The resource " + name + " is not on the class path.");
      }
      return in.readAllBytes();
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
