package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results that are read again and again by two executors with two cores each, four parts in four
 * tasks at once. By chance a task would find its part with its executor in half of the cases.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class ReadAgainTest {
  private static final int PARTS = 4;
  private static final int READINGS = 8;
  private static final Duration LONG = Duration.ofMinutes(4);

  @TempDir private Path folder;

  private final String uri = S3TestServer.shared().newStore(ReadAgainTest.class);
  private final StandaloneCluster cluster = SharedCluster.get();
  private Scene scene = new Scene("");

  @BeforeEach
  void prepare() {
    scene = new Scene(folder.toString());
    cluster.awaitIdle();
  }

  @Test
  void schedulerDoesNotWait_whatAnExecutorHasReadIsNotFetchedAgain() {
    try (var proxy = new FaultyProxy(S3TestServer.shared().endpoint());
        JavaProcess driver = submit(proxy, "0s")) {
      hold(driver, 0);
      assertThat(gets(proxy)).isEqualTo(2 * PARTS); // to verify them, and the first reading
      kill(cluster.executors().get(0));
      scene.release(0);
      hold(driver, 1);
      scene.release(1);
      assertThat(driver.waitFor()).as(driver.output()).isZero();
      // What the dead one had the other one fetches, and the new one, whenever it comes, when it
      // takes some of it; and nothing else for eight readings as an RDD and eight as a table.
      assertThat(gets(proxy)).isBetween(2 * PARTS + PARTS / 2, 3 * PARTS);
      assertThat(driver.output().lines().filter(line -> line.startsWith("preferred ")))
          .hasSize(2 * READINGS)
          .first()
          .asString()
          .isEqualTo("preferred [[], [], [], []]");
      assertThat(driver.output())
          .containsPattern(
              "preferred \\[(\\[executor_127\\.0\\.0\\.\\d_\\d+\\](, )?){" + PARTS + "}\\]");
    }
  }

  @Test
  void schedulerWouldWait_noTaskPrefersAnything() {
    try (var proxy = new FaultyProxy(S3TestServer.shared().endpoint());
        JavaProcess driver = submit(proxy, "1h")) {
      hold(driver, 0);
      kill(cluster.executors().get(0));
      scene.release(0);
      hold(driver, 1);
      scene.release(1);
      assertThat(driver.waitFor()).as(driver.output()).isZero();
      assertThat(driver.output().lines().filter(line -> line.startsWith("preferred ")))
          .hasSize(2 * READINGS)
          .allMatch("preferred [[], [], [], []]"::equals);
    }
  }

  private JavaProcess submit(FaultyProxy proxy, String localityWait) {
    scene.hold(0, 1);
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.locality.wait", localityWait);
    settings.put("spark.executor.cores", "2");
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    settings.put("spark.hadoop.fs.s3a.endpoint", proxy.endpoint().toString());
    return cluster.submit(
        ReadAgainApplication.class,
        PARTS,
        settings,
        List.of(uri, "again", Integer.toString(READINGS), folder.toString()));
  }

  private void hold(JavaProcess driver, long at) {
    await().atMost(LONG).until(() -> scene.begun().contains(at) || !driver.isAlive());
    assertThat(driver.isAlive()).as(driver.output()).isTrue();
  }

  private static int gets(FaultyProxy proxy) {
    return (int)
        proxy.sent().stream()
            .filter(
                request ->
                    request.method().equals("GET") && request.target().contains("/again/runs/"))
            .count();
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    StandaloneCluster.awaitEnd(process);
  }
}
