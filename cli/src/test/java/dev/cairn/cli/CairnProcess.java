package dev.cairn.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, with what it prints in files. */
final class CairnProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final Path out;
  private final Path err;

  private CairnProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it; of the variables for AWS it gets only those that are given here. */
  static CairnProcess start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    return start(folder, List.of(), environment, arguments);
  }

  /** Starts it by a command that starts what is behind its own arguments. */
  static CairnProcess start(
      Path folder, List<String> by, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(by);
    command.add(SourceTree.javaHome().resolve("bin/java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", Cairn.class.getName()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    return new CairnProcess(builder.start(), out, err);
  }

  /** Waits until it has said something on standard error. */
  void awaitSaid(String part) {
    await()
        .atMost(PATIENCE)
        .until(() -> Files.readString(err).contains(part) || !process.isAlive());
    if (!said().contains(part)) {
      throw new AssertionError("It ended without '" + part + "': " + said());
    }
  }

  /** Its Spark driver. */
  ProcessHandle driver() {
    return process.children().findFirst().orElseThrow();
  }

  void kill() {
    process.destroyForcibly();
  }

  CommandRun end() throws Exception {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("It did not end: " + said());
    }
    return new CommandRun(process.exitValue(), Files.readString(out), said());
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private String said() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
