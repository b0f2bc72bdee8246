package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PySpark as the package index has it, with the jars that it brings. It is unpacked once, below the
 * project's {@code target} folder, and stays until {@code mvn clean}. pip's own way to install it
 * packs its 450 MB once more in between, so what pip downloads is unpacked here.
 *
 * @param folder that it was unpacked into
 */
record PySpark(Path folder) {
  private static final String VERSION = "4.2.0";
  private static final int MINUTES = 8;

  /**
   * Finds it, or downloads it when it is missing or half there. Processes and threads that do so at
   * once wait for each other.
   *
   * @throws IllegalStateException when it cannot be had; the message says what is missing
   */
  static synchronized PySpark prepare() {
    Path base = Path.of("..", "target", "pyspark").toAbsolutePath().normalize();
    Path folder = base.resolve("pyspark-" + VERSION);
    try {
      Files.createDirectories(base);
      try (FileChannel channel =
              FileChannel.open(
                  base.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || !Files.exists(folder.resolve("complete"))) {
          delete(folder);
          download(base);
          Files.createFile(folder.resolve("complete"));
        }
      }
      return new PySpark(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Begins to prepare it behind the caller. A failure is left to the test that needs it, which
   * tries again and reports it.
   */
  static void prepareBehind() {
    var thread =
        new Thread(
            () -> {
              try {
                var unused = prepare();
              } catch (RuntimeException e) {
                System.err.println("PySpark is not there yet: " + e.getMessage());
              }
            },
            "pyspark-download");
    thread.setDaemon(true);
    thread.start();
  }

  private static void download(Path base) throws IOException {
    String archive = "pyspark-" + VERSION + ".tar.gz";
    String wanted = "pyspark==" + VERSION;
    // The pip of an environment: a Python may be installed without one of its own.
    run(base, "python3", "-m", "venv", "pip");
    run(base, "pip/bin/pip", "download", "--no-deps", "--no-binary=pyspark", wanted);
    run(base, "tar", "-xzf", archive, "--exclude=*/deps/examples", "--exclude=*/deps/licenses");
    Files.delete(base.resolve(archive));
  }

  private static void run(Path folder, String... command) throws IOException {
    Path log = folder.resolve("build.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(
            "The tests need PySpark, and '%s' did not end well. Install Python 3.10 or newer with venv and let pip reach a package index. Its output is in %s."
                .formatted(String.join(" ", command), log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while PySpark was downloaded.", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * Runs a Python program by {@code spark-submit} on two local cores, with the bundle and other
   * jars by {@code --jars}, and returns what it printed when it ended well.
   */
  String submit(
      Path program,
      Map<String, String> environment,
      List<Path> moreJars,
      Map<String, String> settings,
      List<String> arguments) {
    var jars = new ArrayList<>(List.of(SparkHome.bundle()));
    jars.addAll(moreJars);
    var command =
        new ArrayList<>(
            List.of(
                folder.resolve("deps").resolve("bin").resolve("spark-submit").toString(),
                "--master",
                "local[2]",
                "--driver-memory",
                "700m",
                "--driver-java-options",
                "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "--jars",
                String.join(",", jars.stream().map(Path::toString).toList()),
                "--conf",
                "spark.ui.enabled=false"));
    settings.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    command.add(program.toString());
    command.addAll(arguments);
    try {
      Path work = Files.createDirectories(Path.of("target", "pyspark"));
      Path output = Files.createTempFile(work, "python-", ".log");
      var builder =
          new ProcessBuilder(command)
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      builder
          .environment()
          .putAll(
              Map.of(
                  "SPARK_HOME",
                  folder.resolve("deps").toString(),
                  "SPARK_LOCAL_IP",
                  "127.0.0.1",
                  "JAVA_HOME",
                  System.getProperty("java.home"),
                  "PYSPARK_PYTHON",
                  "python3",
                  "PYTHONPATH",
                  folder + ":" + py4j()));
      Process process = builder.start();
      var end = new Thread(() -> destroy(process));
      Runtime.getRuntime().addShutdownHook(end);
      try {
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as("%s", output).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
      } finally {
        destroy(process);
        Runtime.getRuntime().removeShutdownHook(end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void destroy(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private Path py4j() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("lib"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("py4j-"))
          .findFirst()
          .orElseThrow();
    }
  }
}
