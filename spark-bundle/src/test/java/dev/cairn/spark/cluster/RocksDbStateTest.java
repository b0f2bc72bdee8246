package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.spark.streaming.CairnCheckpointFileManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A query whose state RocksDB keeps on executors. Its checkpoint lies at {@code s3a://}: logs, and
 * all of the state that must be whole, go through Cairn's manager, and RocksDB's own files, each
 * with a name of its own, through hadoop-aws.
 */
@Timeout(value = 900, unit = TimeUnit.SECONDS)
class RocksDbStateTest {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final List<String> SYMBOLS = List.of("AAPL", "GOOG", "IBM", "MSFT");
  private static final int FILES = 8;

  @TempDir private Path folder;

  private final S3TestServer server = S3TestServer.shared();
  private final String store = server.newStore(RocksDbStateTest.class);
  private final Map<String, List<Long>> expected = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void query_driverAndExecutorsAreKilled_goesOnFromTheStateInTheStore(boolean changelog)
      throws IOException {
    createInput();
    try (JavaProcess driver = submit(changelog)) {
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> received().size() >= FILES / 2 || !driver.isAlive());
      assertThat(driver.isAlive()).as(driver.output()).isTrue();
      List<ProcessHandle> executors = SharedCluster.get().executors();
      driver.kill();
      executors.forEach(ProcessHandle::destroyForcibly); // with what RocksDB has on their disks
      executors.forEach(StandaloneCluster::awaitEnd);
      assertThat(received().size()).isLessThan(FILES);
    }
    try (JavaProcess driver = submit(changelog)) {
      assertThat(driver.waitFor()).as(driver.output()).isZero();
    }

    var volumes = new TreeMap<String, List<Long>>();
    for (Path batch : received()) {
      for (String line : Files.readAllLines(batch)) {
        String[] pieces = line.split("=", -1);
        volumes
            .computeIfAbsent(pieces[0], symbol -> new ArrayList<>())
            .add(Long.valueOf(pieces[1]));
      }
    }
    assertThat(volumes.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (symbol, all) -> {
          // a batch whose plan was lost may take two files
          assertThat(all).as(symbol).containsSubsequence(volumes.get(symbol));
          assertThat(volumes.get(symbol)).as(symbol).endsWith(all.get(all.size() - 1));
        });
    List<String> state = keys("/state/0/");
    assertThat(state).anyMatch(key -> key.endsWith(".zip")).anyMatch(key -> key.endsWith(".sst"));
    assertThat(state.stream().anyMatch(key -> key.endsWith(".changelog"))).isEqualTo(changelog);
  }

  private JavaProcess submit(boolean changelog) {
    var settings =
        new HashMap<>(HadoopAws.settings(server.endpoint().toString(), server.region().id()));
    settings.put(
        "spark.sql.streaming.checkpointFileManagerClass",
        CairnCheckpointFileManager.class.getName());
    settings.put(
        "spark.sql.streaming.stateStore.providerClass", RocksDBStateStoreProvider.class.getName());
    settings.put(
        "spark.sql.streaming.stateStore.rocksdb.changelogCheckpointing.enabled",
        Boolean.toString(changelog));
    settings.put("spark.sql.streaming.stateStore.minDeltasForSnapshot", "2");
    settings.put("spark.sql.streaming.stateStore.maintenanceInterval", "500ms");
    settings.put("spark.sql.shuffle.partitions", "2");
    return SharedCluster.get()
        .submit(
            VolumesApplication.class,
            2,
            HadoopAws.jars(),
            settings,
            List.of(
                folder.resolve("input").toString(),
                folder.resolve("output").toString(),
                store.replace("s3://", "s3a://") + "/queries/volumes"));
  }

  /** Files of trades in order, and what the volume of each symbol is after each that has it. */
  private void createInput() throws IOException {
    Files.createDirectories(folder.resolve("output"));
    Path input = Files.createDirectories(folder.resolve("input"));
    var random = new Random(11);
    for (int i = 0; i < FILES; i++) {
      var lines = new ArrayList<String>();
      var volumes = new TreeMap<String, Long>();
      for (int trade = 0; trade < 5; trade++) {
        String symbol = SYMBOLS.get(random.nextInt(SYMBOLS.size()));
        long shares = 1L + random.nextInt(1_000);
        lines.add(symbol + "," + shares);
        volumes.merge(symbol, shares, Long::sum);
      }
      volumes.forEach(
          (symbol, shares) -> {
            List<Long> known = expected.computeIfAbsent(symbol, unknown -> new ArrayList<>());
            known.add(shares + (known.isEmpty() ? 0 : known.get(known.size() - 1)));
          });
      Path file = input.resolve("trades-%03d.csv".formatted(i));
      Files.write(file, lines);
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + 1_000L * i));
    }
  }

  /** What the sink has, a file for each batch. */
  private List<Path> received() {
    try (Stream<Path> files = Files.list(folder.resolve("output"))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> keys(String part) {
    String[] place = (store.substring("s3://".length()) + "/").split("/", 2);
    return server
        .client()
        .listObjectsV2Paginator(request -> request.bucket(place[0]).prefix(place[1]))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(key -> key.contains(part))
        .toList();
  }
}
