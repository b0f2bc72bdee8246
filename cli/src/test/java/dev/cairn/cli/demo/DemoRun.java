package dev.cairn.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cairn.cli.Cairn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code cairn demo} in a process of its own, as a user starts it. */
final class DemoRun {
  private final Process process;
  private final Path out;
  private final Path err;

  private DemoRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static DemoRun start(Path home, Map<String, String> environment, String... arguments)
      throws IOException {
    Path out = Files.createTempFile(home, "demo", ".out");
    Path err = Files.createTempFile(home, "demo", ".err");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m", "-XX:+UseSerialGC", "-Dcairn.home=" + home, Cairn.class.getName(), "demo"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(environment);
    return new DemoRun(builder.start(), out, err);
  }

  int exitCode() {
    return process.onExit().join().exitValue();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  JsonNode json() throws IOException {
    try {
      return new JsonMapper().readTree(Files.readString(out));
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + Files.readString(out) + err(), e);
    }
  }
}
