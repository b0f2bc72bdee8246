package dev.cairn.cli.demo;

import dev.cairn.ProcessId;
import dev.cairn.examples.backtest.sweep.SweepDriver;
import dev.cairn.examples.backtest.sweep.SweepEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A Spark driver in a JVM of its own, and what it tells. Closing it ends the driver, if it still
 * runs: its standard input is a pipe from this JVM, so it ends also when this JVM is killed.
 */
final class DriverProcess implements AutoCloseable {
  private static final String HEAP = "-Xmx1g";

  private final Process process;
  private final BufferedReader events;

  private DriverProcess(Process process) {
    this.process = process;
    this.events = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a driver; what Spark logs goes to the end of a file. */
  static DriverProcess start(String store, ProcessId id, long units, int cores, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("-Dlog4j2.configurationFile=classpath:log4j2-driver.xml");
    command.add(SweepDriver.class.getName());
    command.addAll(List.of(store, id.toString(), Long.toString(units), Integer.toString(cores)));
    Files.createDirectories(Optional.ofNullable(log.getParent()).orElseThrow());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    // Spark looks its own host name up, which some machines do not know.
    builder.environment().putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putIfAbsent("SPARK_LOCAL_HOSTNAME", "localhost");
    return new DriverProcess(builder.start());
  }

  /** The next thing that the driver tells; empty when it tells nothing more. */
  Optional<SweepEvent> next() throws IOException {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      Optional<SweepEvent> event = SweepEvent.parse(line);
      if (event.isPresent()) {
        return event;
      }
    }
    return Optional.empty();
  }

  /** Kills the driver with SIGKILL, and waits until it is dead. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** How the driver ended; waits for it. 128 and the signal when one ended it. */
  int exitCode() {
    return process.onExit().join().exitValue();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
