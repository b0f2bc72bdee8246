package dev.cairn.proofs.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs tests of one module in a JVM of their own, on a class path that may have a bug in front.
 *
 * @param root of the source tree
 * @param classPaths what the tests of a module are run with, by the folder of the module
 * @param patience for the tests of one run
 */
record Trial(Path root, Map<String, String> classPaths, Duration patience) {
  Trial {
    classPaths = Map.copyOf(classPaths);
  }

  /** The class path of the tests of a module. */
  String classPath(String module) {
    String path = classPaths.get(module);
    if (path == null) {
      throw new IllegalStateException("There is no class path for the tests of " + module);
    }
    return path;
  }

  /** Runs test classes of a module, up to the first that fails. */
  Verdict run(String module, List<String> tests, Optional<Overlay> overlay, Path log)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(openings());
    command.addAll(
        List.of("-cp", Overlay.before(overlay, classPath(module)), RunTests.class.getName()));
    command.addAll(tests);
    Process process =
        new ProcessBuilder(command)
            .directory(root.resolve(module).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return new Verdict.Undecided("no end within " + patience.toSeconds() + " s");
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .flatMap(line -> verdict(line, took).stream())
          .reduce((first, last) -> last)
          .orElse(new Verdict.Undecided("the JVM ended with " + process.exitValue()));
    }
  }

  private static Optional<Verdict> verdict(String line, Duration took) {
    if (line.startsWith(RunTests.FAILED)) {
      String[] failure = line.substring(RunTests.FAILED.length()).split("\t", 2);
      return Optional.of(new Verdict.Caught(failure[0], failure[1], took));
    }
    if (line.startsWith(RunTests.PASSED)) {
      return Optional.of(
          new Verdict.Missed(Integer.parseInt(line.substring(RunTests.PASSED.length()))));
    }
    return Optional.empty();
  }

  /** What Spark asks of Java 17; the tests of other modules do not mind. */
  private static List<String> openings() {
    return Stream.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar")
        .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
        .toList();
  }
}
