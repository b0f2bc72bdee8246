package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.codec.Codecs;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.spark.SweepDriver.Mishap;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver process that dies, on a real S3 server. */
@Timeout(value = 400, unit = TimeUnit.SECONDS)
class S3RunTest {
  private static final int UNITS = 100;

  @TempDir private Path folder;

  @Test
  void run_driverIsKilled_anotherOneGoesOn() {
    S3TestServer server = S3TestServer.shared();
    String uri = server.newStore(S3RunTest.class);
    long stored;
    try (var driver =
            DriverProcess.start(
                server.environment(),
                SweepDriver.class,
                uri,
                "2",
                Integer.toString(UNITS),
                folder.resolve("log").toString(),
                Mishap.STUCK.name());
        ObjectStore store = ObjectStores.open(uri)) {
      await().atMost(Duration.ofSeconds(90)).until(() -> parts(store) >= 10 || !driver.isAlive());
      assertThat(driver.isAlive()).as(driver.output()).isTrue();
      driver.kill();
      stored = parts(store);
    }

    RunResult<String> result =
        SparkRun.on(LocalSpark.context(2))
            .store(uri)
            .process(SweepDriver.PROCESS)
            .codeVersion("1")
            .units(UNITS)
            .seed(SweepDriver.SEED)
            .run(Codecs.utf8(), (unit, context) -> SweepDriver.draw(context.random()));
    assertThat(result.restored()).isGreaterThanOrEqualTo(stored).isLessThan(UNITS);
    assertThat(result.digest()).isEqualTo(SweepDriver.expectedDigest(UNITS));
    assertThat(result.stream()).hasSize(UNITS);
  }

  private static long parts(ObjectStore store) {
    return store
        .list(ListRequest.objects(SweepDriver.PROCESS.prefix().folder("runs")))
        .objects()
        .size();
  }
}
