package dev.cairn.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A driver in a JVM of its own, with this JVM's class path and module openings, so that it can be
 * killed as a machine kills one. Its output goes to a file below {@code target}.
 */
public final class DriverProcess implements AutoCloseable {
  private final Process process;
  private final Path output;

  private DriverProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  public static DriverProcess start(Class<?> main, String... arguments) {
    return start(Map.of(), main, arguments);
  }

  /** The same with more environment variables. */
  public static DriverProcess start(
      Map<String, String> environment, Class<?> main, String... arguments) {
    return start("600m", environment, main, arguments);
  }

  /**
   * The same with another heap.
   *
   * @param heap at most, as {@code -Xmx} takes it
   */
  static DriverProcess startInHeap(String heap, Class<?> main, String... arguments) {
    return start(heap, Map.of(), main, arguments);
  }

  private static DriverProcess start(
      String heap, Map<String, String> environment, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-") || option.startsWith("-Dio.netty"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    try {
      Path folder = Files.createDirectories(Path.of("target", "driver-processes"));
      Path output = Files.createTempFile(folder, main.getSimpleName() + "-", ".log");
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new DriverProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it with SIGKILL, so that nothing in it can react. */
  public void kill() {
    process.destroyForcibly();
    waitFor();
  }

  /** Stops it in the middle of whatever it does, as a machine does that hangs. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on, as if no time had passed. */
  public void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end, with SIGTERM, as Ctrl-C and cluster managers do. */
  void terminate() {
    process.destroy();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code, which is 137 after SIGKILL and 143 after SIGTERM. */
  public int waitFor() {
    try {
      if (!process.waitFor(300, TimeUnit.SECONDS)) {
        throw new AssertionError("The driver still runs. Its output: " + output());
      }
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
