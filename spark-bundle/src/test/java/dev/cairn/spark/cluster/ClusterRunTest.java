package dev.cairn.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.CheckpointReader;
import dev.cairn.HistoryEntry;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.run.PartName;
import dev.cairn.run.RunInfo;
import dev.cairn.run.RunParts;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.spark.CairnPlugin;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on a real cluster, on a real S3 server, whose processes are killed where it hurts.
 *
 * <p>Eight tasks of six units each; the first two stop in their fourth unit until the test lets
 * them go on, so that it is known what is stored when something dies.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class ClusterRunTest {
  private static final int UNITS = 48;
  private static final String EXPECTED = SweepApplication.expectedDigest(UNITS);
  private static final Duration LONG = Duration.ofMinutes(4);

  /** A unit of the first task, and one of the second. */
  private static final long[] HELD = {3, 9};

  private static final Map<String, String> PART_FOR_EACH_UNIT =
      Map.of("spark.cairn.run.partInterval", "0ms");
  private static final Map<String, String> PART_FOR_TWO_UNITS =
      Map.of("spark.cairn.run.partInterval", "1h", "spark.cairn.run.partUnits", "2");

  @TempDir private Path folder;

  private final String uri = S3TestServer.shared().newStore(ClusterRunTest.class);
  private final ProcessId process = ProcessId.backtest("run-" + UUID.randomUUID());
  private final StandaloneCluster cluster = SharedCluster.get();
  private Scene scene = new Scene("");

  @BeforeEach
  void prepare() {
    scene = new Scene(folder.toString());
    cluster.awaitIdle();
  }

  @Test
  void run_executorIsKilled_onlyTheUnitInProgressIsComputedAgain() {
    try (JavaProcess driver = submitAndHold(PART_FOR_EACH_UNIT)) {
      kill(cluster.executors().get(0));
      scene.release(HELD);
      assertCompleted(driver, 0);
      assertOneHeldUnitBegunTwice();
      assertOneCompletion(1);
    }
  }

  @Test
  void run_workerIsKilledWithItsExecutor_onlyTheUnitInProgressIsComputedAgain() {
    try (JavaProcess driver = submitAndHold(PART_FOR_EACH_UNIT)) {
      JavaProcess worker = cluster.workers().get(0);
      List<ProcessHandle> executors = worker.children();
      worker.kill();
      executors.forEach(ClusterRunTest::kill);
      scene.release(HELD);
      assertCompleted(driver, 0);
      assertOneHeldUnitBegunTwice();
      assertOneCompletion(1);
    }
  }

  @Test
  void run_driverIsKilled_otherCoresComputeExactlyWhatIsNotStored() {
    try (JavaProcess driver = submitAndHold(PART_FOR_TWO_UNITS)) {
      List<ProcessHandle> executors = cluster.executors();
      driver.kill();
      executors.forEach(StandaloneCluster::awaitEnd); // they find out by themselves
      resumeAndCheck(cluster, 1, 1);
    }
  }

  @Test
  void run_everythingIsKilled_anotherClusterComputesExactlyWhatIsNotStored() {
    try (JavaProcess driver = submitAndHold(PART_FOR_TWO_UNITS)) {
      cluster.kill();
      driver.kill();
      resumeAndCheck(SharedCluster.get(), 4, 2);
    }
  }

  @Test
  void run_speculationAndAStraggler_itsOtherAttemptComputesWhatItHasNotStored() {
    scene.trap(HELD[0]);
    var settings = new TreeMap<>(PART_FOR_EACH_UNIT);
    settings.put("spark.speculation", "true");
    settings.put("spark.speculation.interval", "100ms");
    settings.put("spark.speculation.quantile", "0.5");
    settings.put("spark.speculation.minTaskRuntime", "3s");
    try (JavaProcess driver = submit(cluster, 2, settings)) {
      assertCompleted(driver, 0);
      assertThat(begun()).isEqualTo(onceEach(UNITS, HELD[0]));
      assertOneCompletion(1);
    }
  }

  @Test
  void run_secondApplicationOnTheSameRun_firstIsFencedAndSecondGoesOnFromItsParts() {
    try (JavaProcess first = submitAndHold(PART_FOR_EACH_UNIT);
        JavaProcess second = submit(cluster, 2, PART_FOR_EACH_UNIT)) {
      assertThat(first.waitFor()).as(first.output()).isEqualTo(SweepApplication.FAILED);
      assertThat(first.output()).contains("FencedException: " + process + " was taken over");
      await().atMost(LONG).until(() -> begun().values().stream().anyMatch(times -> times > 1));
      scene.release(HELD);
      assertCompleted(second, 6);
      assertThat(begun()).isEqualTo(onceEach(UNITS, HELD));
      assertOneCompletion(2);
    }
  }

  @Test
  void run_withThePlugin_driverAndExecutorsTakeSettingsOfS3aAndWarmUp() {
    try (var proxy = new FaultyProxy(S3TestServer.shared().endpoint())) {
      var settings = new TreeMap<>(PART_FOR_TWO_UNITS);
      settings.put("spark.plugins", CairnPlugin.class.getName());
      settings.put("spark.cairn.store", uri);
      settings.put("spark.hadoop.fs.s3a.endpoint", proxy.endpoint().toString());
      settings.put(
          "spark.hadoop.fs.s3a.aws.credentials.provider",
          "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider");
      try (JavaProcess driver = submit(cluster, 2, settings)) {
        assertCompleted(driver, 0);
        assertOneCompletion(1);
      }
      // nobody else knows the proxy: all of them were sent there by the settings
      assertThat(proxy.sent())
          .filteredOn(request -> request.target().endsWith("/_probe/none"))
          .extracting(FaultyProxy.Sent::method)
          .containsExactly("GET", "GET", "GET"); // the driver's, and those of two executors
      assertThat(proxy.sent())
          .filteredOn(
              request ->
                  request.method().equals("PUT") && request.target().contains(process + "/runs/"))
          .hasSizeGreaterThanOrEqualTo(UNITS / 2);
    }
  }

  /** An application that has stored what comes before the held units, and stands at both. */
  private JavaProcess submitAndHold(Map<String, String> settings) {
    scene.hold(HELD);
    JavaProcess driver = submit(cluster, 2, settings);
    await()
        .atMost(LONG)
        .until(() -> begun().keySet().containsAll(List.of(3L, 9L)) || !driver.isAlive());
    assertThat(driver.isAlive()).as(driver.output()).isTrue();
    return driver;
  }

  private JavaProcess submit(StandaloneCluster to, int cores, Map<String, String> settings) {
    var all = new TreeMap<>(settings);
    all.put("spark.cairn.run.tasksPerCore", "4");
    all.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    all.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    return to.submit(
        SweepApplication.class,
        cores,
        all,
        List.of(uri, process.name(), Integer.toString(UNITS), folder.toString()));
  }

  /** Two units of each of the first two tasks were stored in pairs; a third each is lost. */
  private void resumeAndCheck(StandaloneCluster on, int cores, int coresPerExecutor) {
    assertThat(stored()).containsExactly(0L, 1L, 6L, 7L);
    scene.forget();
    scene.release(HELD);
    var settings = new TreeMap<>(PART_FOR_TWO_UNITS);
    settings.put("spark.executor.cores", Integer.toString(coresPerExecutor));
    try (JavaProcess driver = submit(on, cores, settings)) {
      assertCompleted(driver, 4);
      var missing = onceEach(UNITS);
      missing.keySet().removeAll(List.of(0L, 1L, 6L, 7L));
      assertThat(begun()).isEqualTo(missing);
      assertOneCompletion(2);
    }
  }

  private void assertCompleted(JavaProcess driver, int restored) {
    assertThat(driver.waitFor()).as(driver.output()).isZero();
    assertThat(driver.output())
        .contains(
            "restored=%d computed=%d digest=%s".formatted(restored, UNITS - restored, EXPECTED));
    assertThat(stored()).hasSize(UNITS); // and so no unit is in two parts
  }

  private void assertOneHeldUnitBegunTwice() {
    assertThat(begun()).isIn(onceEach(UNITS, HELD[0]), onceEach(UNITS, HELD[1]));
  }

  /** One claim for each writer, no commit under an older claim, and one that ends the run. */
  private void assertOneCompletion(int writers) {
    try (var reader = CheckpointReader.open(uri, process)) {
      List<HistoryEntry> history = reader.history(1_000); // newest first
      assertThat(history.stream().map(entry -> -entry.version()))
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(history.stream().map(entry -> -entry.epoch())).isSorted();
      assertThat(history.stream().filter(entry -> entry.kind() == HistoryEntry.Kind.CLAIM))
          .hasSize(writers);
      assertThat(
              history.stream()
                  .flatMap(entry -> entry.checkpoint().stream())
                  .filter(checkpoint -> checkpoint.progress().status() == Status.COMPLETED))
          .hasSize(1);
    }
  }

  private Map<Long, Integer> begun() {
    var times = new TreeMap<Long, Integer>();
    scene.begun().forEach(unit -> times.merge(unit, 1, Integer::sum));
    return times;
  }

  private static Map<Long, Integer> onceEach(int units, long... twice) {
    var times = new TreeMap<Long, Integer>();
    LongStream.range(0, units).forEach(unit -> times.put(unit, 1));
    LongStream.of(twice).forEach(unit -> times.put(unit, 2));
    return times;
  }

  /** The units in parts, as often as there is a part with them. */
  private List<Long> stored() {
    try (ObjectStore store = ObjectStores.open(uri);
        var reader = CheckpointReader.open(store, process)) {
      RunInfo run = reader.runs().get(0);
      return new RunParts(store, run.prefix(), UNITS)
          .list().parts().stream()
              .map(PartName::units)
              .flatMap(units -> LongStream.rangeClosed(units.first(), units.last()).boxed())
              .sorted()
              .toList();
    }
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    StandaloneCluster.awaitEnd(process);
  }
}
