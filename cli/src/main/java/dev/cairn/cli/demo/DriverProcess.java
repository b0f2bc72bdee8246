package dev.cairn.cli.demo;

import dev.cairn.ProcessId;
import dev.cairn.examples.backtest.sweep.SweepDriver;
import dev.cairn.examples.backtest.sweep.SweepEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A driver of the sweep in an operating system process of its own. It ends when this process does,
 * however that ends: the driver notices that its standard input is closed.
 *
 * <p>Used by one thread.
 */
final class DriverProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final BufferedReader output;

  private DriverProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts a driver with the class path of this JVM.
   *
   * @param log gets what it logs
   * @throws DriverFailedException when it cannot be started
   */
  static DriverProcess start(String store, ProcessId id, long units, int cores, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-Dlog4j2.configurationFile=classpath:log4j2-driver.xml"));
    command.add(SweepDriver.class.getName());
    command.addAll(List.of(store, id.toString(), Long.toString(units), Integer.toString(cores)));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      // Spark looks its own host name up, which some machines do not know.
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.environment().put("SPARK_LOCAL_HOSTNAME", "localhost");
      return new DriverProcess(builder.start(), log);
    } catch (IOException e) {
      throw new DriverFailedException(
          "The driver cannot be started: %s. See that '%s' can be written and that there is memory for another process."
              .formatted(e.getMessage(), log),
          e);
    }
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return log;
  }

  /** The next thing that the driver tells, waiting for it; empty when it has ended. */
  Optional<SweepEvent> next() {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Optional<SweepEvent> event = SweepEvent.parse(line);
        if (event.isPresent()) {
          return event;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it with SIGKILL, which no process can see coming, and waits until it is gone. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Waits for its end. */
  int exitCode() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new DriverFailedException(
          "The demonstration was interrupted, so its driver was killed. Run the same command again, and it goes on.",
          e);
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
