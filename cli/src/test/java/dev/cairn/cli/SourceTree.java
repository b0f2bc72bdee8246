package dev.cairn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A source tree with the real launcher script, and a PATH of its own. What stands in for Maven
 * there only puts down the class path of this JVM, so that the real command runs behind it.
 */
final class SourceTree {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "dirname",
          "find",
          "flock",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tail");
  private static final List<String> MODULES =
      List.of("core", "s3-store", "spark-integration", "backtest-examples", "cli");

  private final Path root;
  private final Path path;

  SourceTree(Path folder) throws IOException {
    this.root = Files.createDirectories(folder.resolve("a tree"));
    this.path = Files.createDirectories(folder.resolve("path"));
    Path launcher = Path.of("").toAbsolutePath().resolveSibling("cairn");
    Files.copy(launcher, root.resolve("cairn"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module + "/src/main"));
      Files.writeString(root.resolve(module + "/pom.xml"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("class path"), classPath());
    Files.createDirectories(root.resolve("cli/target"));
    for (String tool : TOOLS) {
      link(tool, find(tool).orElseThrow(() -> new IllegalStateException("no " + tool)));
    }
  }

  Path root() {
    return root;
  }

  /** How often Maven was called, with what. */
  List<String> mavenCalls() throws IOException {
    Path calls = root.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  void addJava() throws IOException {
    link("java", javaHome().resolve("bin/java"));
  }

  /** Puts a Maven on the path that goes through these lines of shell before it has built. */
  void addMaven(String... before) throws IOException {
    List<String> script = new ArrayList<>();
    script.add("#!/usr/bin/env bash");
    script.add("printf '%s\\n' \"$*\" >>calls");
    script.addAll(List.of(before));
    script.add("mkdir -p cli/target");
    script.add("cat 'class path' >cli/target/classpath");
    script("mvn", script);
  }

  /** Starts the launcher, somewhere else than in the tree. */
  Process start(Map<String, String> environment, String... arguments) {
    return start(root.resolve("cairn"), environment, arguments);
  }

  Process start(Path launcher, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(path.toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(new TreeMap<>(environment));
    variables.put("PATH", path.toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CommandRun run(String... arguments) throws Exception {
    return end(start(Map.of(), arguments));
  }

  /** Waits until a process has ended, and gives what it said: little, so that no pipe fills. */
  static CommandRun end(Process process) throws Exception {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher did not end");
    }
    return new CommandRun(
        process.exitValue(),
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8),
        new String(
            process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
  }

  static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .filter(entry -> Files.exists(Path.of(entry)))
        .collect(Collectors.joining(":"));
  }

  /** Not a symbolic link: those that lead out of a temporary folder alarm JUnit. */
  private void link(String name, Path target) throws IOException {
    script(name, List.of("#!/bin/sh", "exec '" + target + "' \"$@\""));
  }

  private void script(String name, List<String> lines) throws IOException {
    Path script = Files.write(path.resolve(name), lines);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Optional<Path> find(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
