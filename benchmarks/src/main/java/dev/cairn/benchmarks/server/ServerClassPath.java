package dev.cairn.benchmarks.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lets Maven fetch a server, and tells where its libraries are. */
final class ServerClassPath {
  private final Path home;

  /** Of a source tree. */
  ServerClassPath(Path home) {
    this.home = home;
  }

  /**
   * The class path of a server.
   *
   * @throws IOException when Maven cannot tell; the message says where it says why
   */
  String of(ServerKind kind) throws IOException, InterruptedException {
    String name = kind.name().toLowerCase(Locale.ROOT);
    Path folder = Files.createDirectories(home.resolve("benchmarks/target/servers"));
    Path file = folder.resolve(name + ".classpath");
    Path log = folder.resolve(name + ".maven.log");
    Path pom = home.resolve("benchmarks/servers/" + name + "/pom.xml");
    if (isThere(file, pom)) {
      return Files.readString(file).trim();
    }
    Process maven =
        new ProcessBuilder(
                List.of(
                    "mvn",
                    "-q",
                    "-B",
                    "-f",
                    pom.toString(),
                    "dependency:build-classpath",
                    "-Dmdep.outputFile=" + file))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (maven.waitFor() != 0) {
      throw new IOException(
          "Maven does not fetch the server '%s': see '%s'. It needs a repository that has it."
              .formatted(name, log));
    }
    return Files.readString(file).trim();
  }

  /** Somebody may have emptied Maven's repository since. */
  private static boolean isThere(Path file, Path pom) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(pom)) > 0
        && Stream.of(Files.readString(file).trim().split(File.pathSeparator, -1))
            .allMatch(entry -> Files.exists(Path.of(entry)));
  }
}
