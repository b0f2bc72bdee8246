package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * A JVM of its own with the module openings that Spark needs, which ends with this one at the
 * latest. Its output goes to a file below {@code target}.
 */
public final class JavaProcess implements AutoCloseable {
  private static final Path LOGS = SparkHome.target().resolve("cluster");

  private final Process process;
  private final Path output;

  private JavaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts one.
   *
   * @param name for its log
   * @param options of the JVM, its class path among them
   * @param arguments the main class and what it is given
   */
  static JavaProcess start(
      String name, Map<String, String> environment, List<String> options, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(options);
    command.add(EndsWithParent.class.getName());
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile(Files.createDirectories(LOGS), name + "-", ".log");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new JavaProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the machine knows of it, for as long as it lives. */
  ProcessHandle handle() {
    return process.toHandle();
  }

  /** The processes that it has started and that live. */
  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** Ends it with SIGKILL, so that nothing in it can react. Its children live on. */
  void kill() {
    process.destroyForcibly();
    waitFor();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code, which is 137 after SIGKILL. */
  int waitFor() {
    return waitFor(Duration.ofMinutes(4));
  }

  /** The same, however long it may take. */
  public int waitFor(Duration most) {
    try {
      assertThat(process.waitFor(most.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it has printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
