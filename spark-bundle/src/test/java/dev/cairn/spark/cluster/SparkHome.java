package dev.cairn.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What a machine of a Spark cluster has installed: a folder with Spark's jars, those of this
 * module's tests that Spark's own distribution has; and the jars that an application brings.
 */
final class SparkHome {
  private static final Path TARGET =
      Optional.ofNullable(System.getProperty("cairn.home"))
          .map(home -> Path.of(home, "spark-bundle", "target"))
          .orElse(Path.of("target"))
          .toAbsolutePath();

  private SparkHome() {}

  /** What the build of this module made: below the source tree {@code cairn.home}, or here. */
  static Path target() {
    return TARGET;
  }

  /** A folder with {@code jars} in it, made by the build; see this module's pom. */
  static Path folder() {
    Path folder = TARGET.resolve("spark-home");
    Path jars = folder.resolve("jars");
    try {
      Files.createDirectories(jars);
      for (String jar :
          Files.readString(TARGET.resolve("spark-classpath")).strip().split(":", -1)) {
        Path link = jars.resolve(Path.of(jar).getFileName());
        if (!Files.exists(link)) {
          Files.deleteIfExists(link);
          Files.createSymbolicLink(link, Path.of(jar));
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cairn for Spark in one jar, as it is built. */
  static Path bundle() {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches("cairn-spark-bundle-.*(?<!-tests)\\.jar"))
          .findFirst()
          .orElseThrow(
              () ->
                  new AssertionError(
                      "The bundle is not built: run these tests with mvn verify, after package."));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes of this module's tests, as the jar of an application. */
  static Path applicationJar() {
    Path jar = TARGET.resolve("cluster-application.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(testClasses())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(testClasses().relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path of Spark's own processes: its jars, and the class that ends them. */
  static String classPath() {
    return String.join(
        File.pathSeparator,
        List.of(folder().resolve("jars") + "/*", TARGET.resolve("ends-with-parent").toString()));
  }

  /** Puts the one class that Spark's processes need of the tests into a folder of its own. */
  static void prepare() {
    Path name = Path.of("dev", "cairn", "spark", "cluster", "EndsWithParent.class");
    Path copy = TARGET.resolve("ends-with-parent").resolve(name);
    try {
      Files.createDirectories(copy.getParent());
      Files.write(copy, Files.readAllBytes(testClasses().resolve(name)));
      Files.write(
          TARGET.resolve("ends-with-parent").resolve("log4j2.xml"),
          Files.readAllBytes(testClasses().resolve("cluster-log4j2.xml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path testClasses() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(entry -> entry.endsWith(Path.of("spark-bundle", "target", "test-classes")))
        .findFirst()
        .orElse(TARGET.resolve("test-classes"));
  }
}
