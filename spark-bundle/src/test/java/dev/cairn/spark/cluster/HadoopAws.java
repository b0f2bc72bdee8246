package dev.cairn.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an application that uses {@code s3a://} brings besides Spark. */
public final class HadoopAws {
  private HadoopAws() {}

  /**
   * What hadoop-aws needs and Spark does not bring: the modules of the SDK that this JVM has
   * anyway, and those that the build copies, instead of all of the SDK in one jar of 600 MB.
   */
  public static List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            jar ->
                jar.contains("/software/amazon/")
                    || jar.contains("/org/reactivestreams/")
                    || jar.contains("/org/apache/httpcomponents/"))
        .map(Path::of)
        .forEach(jars::add);
    try (Stream<Path> copied = Files.list(SparkHome.target().resolve("hadoop-aws"))) {
      copied.forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }

  /**
   * The settings that lead an application to a server, for hadoop-aws and for Cairn.
   *
   * @param endpoint of the server
   */
  public static Map<String, String> settings(String endpoint, String region) {
    return Map.of(
        "spark.hadoop.fs.s3a.endpoint",
        endpoint,
        "spark.hadoop.fs.s3a.endpoint.region",
        region,
        "spark.hadoop.fs.s3a.path.style.access",
        "true",
        "spark.hadoop.fs.s3a.input.stream.type",
        "classic"); // needs no further library
  }
}
