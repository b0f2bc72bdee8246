package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.CheckpointReader;
import dev.cairn.Status;
import dev.cairn.run.IntervalSet;
import dev.cairn.run.PartName;
import dev.cairn.spark.SweepDriver.Mishap;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drivers in processes of their own, on a local store, killed by a signal. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KilledDriverTest {
  private static final int UNITS = 300;
  private static final Pattern OUTCOME =
      Pattern.compile("restored=(\\d+) computed=(\\d+) digest=([0-9a-f]{64})");

  @TempDir private Path folder;

  @Test
  void run_driverIsKilledAgainAndAgain_resumesEachTimeFromAllThatWasStored() throws Exception {
    killWhenStored(1, 2);
    IntervalSet first = stored();
    killWhenStored(UNITS / 2, 1);
    IntervalSet second = stored();
    assertThat(second.intersect(first)).isEqualTo(first);
    assertThat(second.size()).isBetween((long) UNITS / 2, (long) UNITS - 1);
    Files.delete(log());
    try (var driver = start(2, Mishap.DIES_BEFORE_VERIFICATION)) {
      assertThat(driver.waitFor()).as(driver.output()).isEqualTo(137);
    }
    IntervalSet missing = IntervalSet.all(UNITS).subtract(second);
    assertThat(Files.readAllLines(log()))
        .containsExactlyInAnyOrderElementsOf(
            missing.intervals().stream()
                .flatMapToLong(i -> LongStream.rangeClosed(i.first(), i.last()))
                .mapToObj(Long::toString)
                .toList());

    try (var driver = start(1, Mishap.NONE)) {
      assertThat(driver.waitFor()).as(driver.output()).isZero();
      Matcher outcome = outcome(driver);
      assertThat(outcome.group(1)).isEqualTo(Integer.toString(UNITS));
      assertThat(outcome.group(2)).isEqualTo("0");
      assertThat(outcome.group(3)).isEqualTo(SweepDriver.expectedDigest(UNITS));
    }
  }

  @Test
  void run_driverIsAskedToEnd_lastCheckpointSaysInterrupted() {
    try (var driver = start(2, Mishap.NONE)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> stored().size() > 0);
      driver.terminate();
      assertThat(driver.waitFor()).as(driver.output()).isNotZero();
      try (var reader = CheckpointReader.open(uri(), SweepDriver.PROCESS)) {
        var last = reader.latest().orElseThrow().progress();
        assertThat(last.status()).as(driver.output()).isEqualTo(Status.INTERRUPTED);
        assertThat(last.step()).isLessThan(UNITS);
      }
    }
  }

  @Test
  void run_secondDriverStarts_firstStopsAndNamesIt() {
    try (var first = start(1, Mishap.STUCK)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> stored().size() >= 10);
      try (var second = start(1, Mishap.NONE)) {
        assertThat(first.waitFor()).as(first.output()).isEqualTo(3);
        assertThat(first.output())
            .containsPattern(
                "FencedException: backtest/sweep was taken over: .*process \\d+ .* at ");
        assertThat(second.waitFor()).as(second.output()).isZero();
        assertThat(outcome(second).group(3)).isEqualTo(SweepDriver.expectedDigest(UNITS));
      }
    }
  }

  private void killWhenStored(long units, int cores) {
    try (var driver = start(cores, Mishap.NONE)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> stored().size() >= units || !driver.isAlive());
      assertThat(driver.isAlive()).as(driver.output()).isTrue();
      driver.kill();
    }
  }

  private DriverProcess start(int cores, Mishap mishap) {
    return DriverProcess.start(
        SweepDriver.class,
        uri(),
        Integer.toString(cores),
        Integer.toString(UNITS),
        log().toString(),
        mishap.name());
  }

  private IntervalSet stored() {
    try (ObjectStore store = ObjectStores.open(uri())) {
      return IntervalSet.of(
          store
              .list(ListRequest.objects(SweepDriver.PROCESS.prefix().folder("runs")))
              .objects()
              .stream()
              .map(object -> PartName.parse(object.key().name()))
              .flatMap(Optional::stream)
              .map(PartName::units)
              .toList());
    }
  }

  private static Matcher outcome(DriverProcess driver) {
    Matcher outcome = OUTCOME.matcher(driver.output());
    assertThat(outcome.find()).as(driver.output()).isTrue();
    return outcome;
  }

  private String uri() {
    return folder.resolve("store").toUri().toString();
  }

  private Path log() {
    return folder.resolve("computed.log");
  }
}
