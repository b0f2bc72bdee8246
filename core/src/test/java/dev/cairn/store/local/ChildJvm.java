package dev.cairn.store.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Java process of its own that runs a main class of the tests, to be killed or raced. */
public final class ChildJvm implements AutoCloseable {
  private static final int SMALL_HEAP = 64;

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** Starts a process with that many MiB of heap. */
  public static ChildJvm withHeap(int heap, Class<?> main, String... arguments) throws IOException {
    return withHeap(heap, Map.of(), main, arguments);
  }

  /** The same, with more variables in its environment. */
  public static ChildJvm withHeap(
      int heap, Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    return start(List.of(), heap, environment, main, arguments);
  }

  /** Starts the process by {@code wrapper}, which gets the command as its last arguments. */
  static ChildJvm start(List<String> wrapper, Class<?> main, String... arguments)
      throws IOException {
    return start(wrapper, SMALL_HEAP, Map.of(), main, arguments);
  }

  private static ChildJvm start(
      List<String> wrapper,
      int heap,
      Map<String, String> environment,
      Class<?> main,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    if (heap <= SMALL_HEAP) {
      // What lives shortly starts faster without the second compiler.
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new ChildJvm(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The next line that it printed; empty once it has ended and everything was read. */
  public Optional<String> line() throws IOException {
    return Optional.ofNullable(output.readLine());
  }

  /** All that it prints from here to its end. */
  public List<String> rest() {
    return output.lines().toList();
  }

  /** Writes a line to its standard input. */
  public void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.toHandle().destroy();
  }

  /** Sends SIGKILL and waits until it is dead. */
  public void kill() {
    // By its handle: the process object would throw away what was printed and not read yet.
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    kill();
  }
}
