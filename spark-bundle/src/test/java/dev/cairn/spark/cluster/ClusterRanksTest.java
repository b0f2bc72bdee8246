package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.CheckpointReader;
import dev.cairn.HistoryEntry;
import dev.cairn.ProcessId;
import dev.cairn.s3.testing.S3TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A barrier stage on a real cluster and a real S3 server, with four ranks of which one dies. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class ClusterRanksTest {
  private static final Duration LONG = Duration.ofMinutes(4);

  @TempDir private Path folder;

  private final String uri = S3TestServer.shared().newStore(ClusterRanksTest.class);
  private final ProcessId process = ProcessId.training("ranks-" + UUID.randomUUID());
  private final StandaloneCluster cluster = SharedCluster.get();

  @Test
  void run_oneOfFourRanksIsKilled_allGoOnFromTheLastSave() {
    cluster.awaitIdle();
    var scene = new Scene(folder.toString());
    long held = 32; // rank 2 in step 3
    scene.hold(held);
    var settings =
        Map.of(
            "spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s",
            "spark.scheduler.minRegisteredResourcesRatio", "1.0",
            "spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    try (JavaProcess driver =
        cluster.submit(
            RanksApplication.class,
            RanksApplication.RANKS,
            settings,
            List.of(uri, process.name(), folder.toString()))) {
      await().atMost(LONG).until(() -> scene.begun().contains(held) || !driver.isAlive());
      assertThat(driver.isAlive()).as(driver.output()).isTrue();
      ProcessHandle rank = scene.identified(2);
      rank.destroyForcibly();
      StandaloneCluster.awaitEnd(rank);
      scene.release(held);

      assertThat(driver.waitFor()).as(driver.output()).isZero();
      String each = "3:" + RanksApplication.expected();
      assertThat(driver.output())
          .contains("ended=" + Collections.nCopies(RanksApplication.RANKS, each));
    }
    var times = new TreeMap<Long, Integer>();
    scene.begun().forEach(unit -> times.merge(unit, 1, Integer::sum));
    times.forEach(
        (unit, count) -> assertThat(count).as("unit %d", unit).isEqualTo(unit / 10 == 3 ? 2 : 1));
    try (var reader = CheckpointReader.open(uri, process)) {
      List<HistoryEntry> history = reader.history(100);
      assertThat(
              history.stream()
                  .flatMap(entry -> entry.checkpoint().stream())
                  .map(checkpoint -> checkpoint.progress().step()))
          .containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
      assertThat(history.stream().filter(entry -> entry.kind() == HistoryEntry.Kind.CLAIM))
          .hasSize(2);
    }
  }
}
