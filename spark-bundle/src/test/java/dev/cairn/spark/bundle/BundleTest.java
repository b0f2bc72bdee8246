package dev.cairn.spark.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the bundle holds, so that it can lie beside anything that a Spark application brings. */
class BundleTest {
  private static final String SERVICES = "META-INF/services/";

  private final JarFile bundle = open();
  private List<String> files = List.of();

  @BeforeEach
  void list() {
    files = bundle.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
  }

  @AfterEach
  void close() throws IOException {
    bundle.close();
  }

  @Test
  void everything_liesInCairnsPackages() {
    assertThat(files.stream().filter(file -> !file.startsWith("META-INF/")))
        .allSatisfy(file -> assertThat(file).startsWith("dev/cairn/"));
    assertThat(files.stream().filter(file -> file.startsWith("META-INF/")))
        .allSatisfy(
            file ->
                assertThat(file)
                    .matches(
                        "META-INF/(MANIFEST\\.MF|NOTICE|[A-Za-z-]*LICENSE|services/(dev\\..*|org\\.apache\\.spark\\.sql\\.sources\\.DataSourceRegister))"));
  }

  @Test
  void cairnAndWhatSparkDoesNotBring_areInIt() {
    assertThat(files)
        .contains(
            "dev/cairn/CheckpointManager.class",
            "dev/cairn/spark/SparkRun.class",
            "dev/cairn/s3/S3StoreProvider.class",
            "dev/cairn/shaded/software/amazon/awssdk/services/s3/S3Client.class",
            "dev/cairn/shaded/com/github/benmanes/caffeine/cache/Caffeine.class",
            "dev/cairn/shaded/com/fasterxml/jackson/dataformat/cbor/CBORFactory.class",
            "META-INF/LICENSE");
  }

  @Test
  void whatSparkBrings_isNotInItUnderAnyName() {
    assertThat(files)
        .noneSatisfy(
            file ->
                assertThat(file)
                    .containsPattern(
                        "io/netty|com/fasterxml/jackson/(?!dataformat/cbor/)|org/slf4j|luben/zstd|org/apache/spark|org/apache/hadoop|^scala"));
  }

  @Test
  void services_ofAllModules_areMergedAndNameClassesOfTheBundle() throws IOException {
    assertThat(providers("dev.cairn.store.ObjectStoreProvider"))
        .containsExactlyInAnyOrder(
            "dev.cairn.store.memory.MemoryStoreProvider",
            "dev.cairn.store.local.LocalStoreProvider",
            "dev.cairn.s3.S3StoreProvider");
    for (String file : files) {
      if (file.startsWith(SERVICES)) {
        assertThat(providers(file.substring(SERVICES.length())))
            .isNotEmpty()
            .allSatisfy(
                provider -> assertThat(files).contains(provider.replace('.', '/') + ".class"));
      }
    }
  }

  private List<String> providers(String service) throws IOException {
    try (var in = bundle.getInputStream(bundle.getJarEntry(SERVICES + service))) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }

  private static JarFile open() {
    try (Stream<Path> target = Files.list(Path.of("target"))) {
      Path jar =
          target
              .filter(
                  file ->
                      file.getFileName()
                          .toString()
                          .matches("cairn-spark-bundle-.*(?<!-tests)\\.jar"))
              .findFirst()
              .orElseThrow(
                  () ->
                      new AssertionError(
                          "The bundle is not built: run this test with mvn verify, after package."));
      return new JarFile(jar.toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
