package dev.cairn.spark.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.spark.DriverProcess;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries in processes of their own whose checkpoints lie on a real S3 server. */
@Timeout(value = 1200, unit = TimeUnit.SECONDS)
class KilledStreamTest {
  /** How a driver ends whose query failed. */
  private static final int FAILED = 3;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir private Path folder;

  private final S3TestServer server = S3TestServer.shared();
  private final String bucket = server.newStore(KilledStreamTest.class);
  private final String checkpoint = bucket + "/queries/volumes";
  private StreamScene scene;

  @BeforeEach
  void create() {
    scene = new StreamScene(folder);
  }

  private DriverProcess start() {
    return DriverProcess.start(
        server.environment(), StreamDriver.class, folder.toString(), checkpoint);
  }

  /**
   * Kills the driver when a batch that chance chose is in one of two states, likewise: it is in the
   * log of offsets, or it is also received by the sink and about to be committed.
   */
  @Test
  void query_driverIsKilledAgainAndAgain_eachTradeCountsOnce() throws Exception {
    long seed = Long.getLong("cairn.test.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    int kills = Integer.getInteger("cairn.test.kills", 2);
    int files = 6 * (kills + 1);
    scene.createInput(files, random);
    int done = 0;
    for (int kill = 0; kill < kills; kill++) {
      int batch = done + random.nextInt(6);
      boolean planned = random.nextBoolean();
      try (var driver = start();
          ObjectStore store = ObjectStores.open(checkpoint)) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(
                () ->
                    !driver.isAlive()
                        || (planned
                            ? entries(store, "offsets") > batch
                            : scene.receivedBatches() > batch));
        assertThat(driver.isAlive()).as(driver.output()).isTrue();
        driver.kill();
        assertThat(scene.receivedBatches()).isLessThan(files);
        done = scene.receivedBatches();
      }
    }
    try (var driver = start()) {
      assertThat(driver.waitFor()).as(driver.output()).isZero();
    }
    scene.verifyExactlyOnce();
  }

  /**
   * A driver is stopped in the middle of its work, another one goes on and takes the query to its
   * end, and purges what is old; then the first one wakes up and believes that no time has passed.
   */
  @Test
  void query_anotherDriverHasGoneOnMeanwhile_failsAndHarmsNothing() throws Exception {
    scene.createInput(10, new Random(3));
    try (var first = start()) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !first.isAlive() || scene.receivedBatches() >= 2);
      first.pause();
      try (var second = start()) {
        assertThat(second.waitFor()).as(second.output()).isZero();
      }
      first.goOn();
      assertThat(first.waitFor()).as(first.output()).isEqualTo(FAILED);
      assertThat(first.output())
          .containsPattern("FAILED: .*(concurrently|Concurrent).*")
          .contains("another query");
    }
    scene.verifyExactlyOnce();
    try (var third = start()) {
      assertThat(third.waitFor()).as(third.output()).isZero();
    }
    scene.verifyExactlyOnce();
  }

  /** Both wait in the sink with the first batch, which the first one has planned. */
  @Test
  void query_anotherDriverJoinsItsBatch_oneGoesOnAndTheOtherFails() throws Exception {
    scene.createInput(4, new Random(5));
    scene.hold();
    try (var first = start()) {
      awaitHeld(1, first);
      try (var second = start()) {
        awaitHeld(2, first, second);
        assertThat(scene.held()).as(first.output() + second.output()).isEqualTo(2);
        scene.release();
        assertThat(List.of(first.waitFor(), second.waitFor()))
            .as(first.output() + second.output())
            .containsExactlyInAnyOrder(0, FAILED);
        assertFailedAsOneOfTwo(first.waitFor() == FAILED ? first : second);
      }
    }
    assertThat(scene.receivedBatches()).isEqualTo(4);
    scene.verifyExactlyOnce();
  }

  /**
   * Nothing is there yet, and each file that a query starts with is written by the one or the other
   * as chance has it. One goes on at most; when one has written the log of the source and the other
   * has committed the first batch, both fail, and the next start goes on.
   */
  @Test
  void query_twoDriversStartTogether_oneGoesOnAtMostAndTheNextStartEndsIt() throws Exception {
    scene.createInput(4, new Random(5));
    scene.hold();
    try (var first = start();
        var second = start()) {
      awaitHeld(2, first, second);
      scene.release();
      List<Integer> ends = List.of(first.waitFor(), second.waitFor());
      assertThat(ends).as(first.output() + second.output()).contains(FAILED);
      assertThat(List.of(0, FAILED)).containsAll(ends);
      for (DriverProcess driver : List.of(first, second)) {
        if (driver.waitFor() == FAILED) {
          assertFailedAsOneOfTwo(driver);
        }
      }
    }
    try (var third = start()) {
      assertThat(third.waitFor()).as(third.output()).isZero();
    }
    scene.verifyExactlyOnce();
  }

  /** Waits until so many sinks are held up, or a driver has ended. */
  private void awaitHeld(int sinks, DriverProcess... drivers) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                scene.held() == sinks || !Arrays.stream(drivers).allMatch(DriverProcess::isAlive));
  }

  private static void assertFailedAsOneOfTwo(DriverProcess driver) {
    assertThat(driver.output()).containsPattern("FAILED: .*(concurrently|Concurrent).*");
  }

  /** The number of the newest entry and one. */
  private static int entries(ObjectStore store, String log) {
    return store.list(ListRequest.objects(new KeyPrefix(log + "/"))).objects().stream()
            .mapToInt(object -> Integer.parseInt(object.key().name()))
            .max()
            .orElse(-1)
        + 1;
  }
}
