package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.CheckpointReader;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.codec.Codecs;
import dev.cairn.run.DamagedPartException;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartName;
import dev.cairn.run.RunMismatchException;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SparkRunTest {
  private static final ProcessId PROCESS = ProcessId.backtest("draws");
  private static final long SEED = 42;
  private static final long UNITS = 200;

  private final String name = UUID.randomUUID().toString();
  private final MemoryStore store = MemoryStore.named(name);
  private final JavaSparkContext spark = LocalSpark.context(2);

  @BeforeEach
  void forget() {
    Draws.COMPUTED.clear();
  }

  @Test
  void run_newRun_hasEachResultOnceInUnitOrder() {
    List<String> expected = Draws.expected(UNITS, SEED);
    RunResult<String> result = run().run(Codecs.utf8(), Draws::draw);
    assertThat(result.digest()).isEqualTo(Draws.digest(expected));
    assertThat(result.units()).isEqualTo(UNITS);
    assertThat(result.computed()).isEqualTo(UNITS);
    assertThat(result.restored()).isZero();
    assertThat(Draws.COMPUTED).hasSize((int) UNITS).doesNotHaveDuplicates();
    assertThat(result.stream()).isEqualTo(expected);
    assertThat(result.asRdd().collect()).isEqualTo(expected);
  }

  @Test
  void run_afterAFailedRun_computesOnlyWhatIsMissing() {
    List<String> expected = Draws.expected(UNITS, SEED);
    assertThatThrownBy(() -> run().partInterval(Duration.ZERO).run(Codecs.utf8(), failing(77)))
        .isInstanceOf(UnitFailedException.class)
        .hasMessageContaining("Unit 77 of backtest/draws")
        .hasMessageContaining("IllegalStateException: no price")
        .satisfies(e -> assertThat(((UnitFailedException) e).unit()).isEqualTo(77));
    LocalSpark.awaitIdle(spark);
    List<Long> done = storedUnits();
    assertThat(done).isNotEmpty().doesNotContain(77L);
    Draws.COMPUTED.clear();

    RunResult<String> result = run().run(Codecs.utf8(), Draws::draw);
    assertThat(result.restored()).isEqualTo(done.size());
    assertThat(result.computed()).isEqualTo(UNITS - done.size());
    assertThat(Draws.COMPUTED)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(0, UNITS).boxed().filter(unit -> !done.contains(unit)).toList());
    assertThat(result.digest()).isEqualTo(Draws.digest(expected));
    assertThat(result.asRdd().collect()).isEqualTo(expected);
  }

  @Test
  void run_functionThrows_lastCheckpointSaysSo() {
    assertThatThrownBy(() -> run().run(Codecs.utf8(), failing(3)))
        .isInstanceOf(UnitFailedException.class);
    LocalSpark.awaitIdle(spark);
    try (var reader = CheckpointReader.open(store, PROCESS)) {
      var last = reader.latest().orElseThrow().progress();
      assertThat(last.status()).isEqualTo(Status.FAILED);
      assertThat(last.reason().orElseThrow()).contains("Unit 3 ").contains("no price");
      assertThat(last.totalSteps()).hasValue(UNITS);
      assertThat(last.step()).isLessThanOrEqualTo(storedUnits().size());
    }
  }

  @Test
  void run_whatWasThrownCannotBeSent_messageStillSaysIt() {
    assertThatThrownBy(
            () ->
                run()
                    .run(
                        Codecs.utf8(),
                        (unit, context) -> {
                          throw new Unsendable();
                        }))
        .isInstanceOf(UnitFailedException.class)
        .hasMessageContaining("Unsendable: stuck on Object");
  }

  @Test
  void run_functionReturnsNull_namesTheUnit() {
    assertThatThrownBy(() -> run().units(1).run(Codecs.utf8(), (unit, context) -> nothing()))
        .isInstanceOf(UnitFailedException.class)
        .hasMessageContaining("Unit 0 ")
        .hasMessageContaining("returned null");
  }

  @Test
  void run_completedBefore_computesNothing() {
    RunResult<String> first = run().run(Codecs.utf8(), Draws::draw);
    Draws.COMPUTED.clear();
    RunResult<String> again = run().run(Codecs.utf8(), Draws::draw);
    assertThat(Draws.COMPUTED).isEmpty();
    assertThat(again.restored()).isEqualTo(UNITS);
    assertThat(again.digest()).isEqualTo(first.digest());
    assertThat(again.version()).isEqualTo(first.version());
    assertThat(again.stream()).isEqualTo(first.stream().toList());
  }

  @Test
  void run_completedBeforeAndToBeVerified_mendsWhatIsDamaged() {
    RunResult<String> first = run().run(Codecs.utf8(), Draws::draw);
    ObjectKey gone = partKeys().get(3);
    store.delete(List.of(gone));
    assertThatThrownBy(() -> first.stream().toList()).isInstanceOf(DamagedPartException.class);
    RunResult<String> trusting = run().run(Codecs.utf8(), Draws::draw);
    assertThat(trusting.version()).isEqualTo(first.version());
    Draws.COMPUTED.clear();

    RunResult<String> mended =
        run().onCompleted(OnCompleted.VERIFY).run(Codecs.utf8(), Draws::draw);
    assertThat(Draws.COMPUTED).containsExactlyInAnyOrderElementsOf(units(gone));
    assertThat(mended.computed()).isEqualTo(units(gone).size());
    assertThat(mended.digest()).isEqualTo(first.digest());
    assertThat(mended.stream()).hasSize((int) UNITS);
    assertThat(run().run(Codecs.utf8(), Draws::draw).version()).isEqualTo(mended.version());
  }

  @Test
  void run_lastCheckpointIsLost_isCompletedAgainFromTheParts() {
    RunResult<String> first =
        run().units(700).partInterval(Duration.ZERO).run(Codecs.utf8(), Draws::draw);
    Draws.COMPUTED.clear();
    List<ObjectKey> chunks = keys("data");
    assertThat(chunks).as("the list of 700 parts has a chunk of its own").hasSize(1);
    store.delete(chunks);

    RunResult<String> second = run().units(700).run(Codecs.utf8(), Draws::draw);
    assertThat(Draws.COMPUTED).isEmpty();
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(second.version()).isGreaterThan(first.version());
    assertThat(second.stream()).hasSize(700);
  }

  @Test
  void run_otherDefinition_failsAndNamesWhatDiffers() {
    run().run(Codecs.utf8(), Draws::draw);
    assertThatThrownBy(
            () ->
                run()
                    .codeVersion("2")
                    .param("market", "all")
                    .param("cost", 0.5)
                    .input("prices", "5abadf99".repeat(8))
                    .run(Codecs.utf8(), Draws::draw))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContainingAll(
            "code version: 1 -> 2",
            "parameter 'market': none -> all",
            "parameter 'cost': absent -> 0.5",
            "input 'prices': absent -> 5abadf99");
  }

  @Test
  void run_otherDefinitionToBeRecomputed_computesEverything() {
    RunResult<String> first = run().run(Codecs.utf8(), Draws::draw);
    Draws.COMPUTED.clear();
    RunResult<String> second =
        run().seed(43).onMismatch(OnMismatch.RECOMPUTE).run(Codecs.utf8(), Draws::draw);
    assertThat(Draws.COMPUTED).hasSize((int) UNITS);
    assertThat(second.restored()).isZero();
    assertThat(second.digest())
        .isEqualTo(Draws.digest(Draws.expected(UNITS, 43)))
        .isNotEqualTo(first.digest());
  }

  @Test
  void run_withoutStoreOrProcessOrCodeVersion_saysWhatIsMissing() {
    assertThatThrownBy(() -> SparkRun.on(spark).units(1).run(Codecs.utf8(), Draws::draw))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("store(...)");
    assertThatThrownBy(
            () ->
                SparkRun.on(spark)
                    .store("memory:" + name)
                    .process(PROCESS)
                    .units(1)
                    .run(Codecs.utf8(), Draws::draw))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("code version");
  }

  @Test
  void run_storeCannotBeOpened_saysWhy() {
    assertThatThrownBy(() -> run().store("ftp://desk").run(Codecs.utf8(), Draws::draw))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ftp");
  }

  @Test
  void run_otherCores_sameDigest() {
    String expected = Draws.digest(Draws.expected(UNITS, SEED));
    for (int cores : List.of(1, 3)) {
      var context = LocalSpark.context(cores);
      var result =
          SparkRun.on(context)
              .store("memory:" + UUID.randomUUID())
              .process(PROCESS)
              .codeVersion("1")
              .units(UNITS)
              .seed(SEED)
              .run(Codecs.utf8(), Draws::draw);
      assertThat(result.digest()).as("%d cores", cores).isEqualTo(expected);
    }
  }

  @Test
  void run_partIsDamagedBetweenRuns_isDiscardedAndComputedAnew() {
    List<String> expected = Draws.expected(UNITS, SEED);
    assertThatThrownBy(() -> run().partInterval(Duration.ZERO).run(Codecs.utf8(), failing(150)))
        .isInstanceOf(UnitFailedException.class);
    LocalSpark.awaitIdle(spark);
    List<ObjectKey> parts = partKeys();
    ObjectKey damaged = parts.get(0);
    byte[] bytes = store.get(damaged).orElseThrow();
    bytes[bytes.length - 1] ^= 1;
    store.put(damaged, ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
    Draws.COMPUTED.clear();

    var progress = new ArrayList<RunProgress>();
    RunResult<String> result = run().listener(progress::add).run(Codecs.utf8(), Draws::draw);
    assertThat(result.digest()).isEqualTo(Draws.digest(expected));
    assertThat(result.restored()).isEqualTo(parts.size() - 1);
    assertThat(result.computed()).isEqualTo(Draws.COMPUTED.size());
    assertThat(Draws.COMPUTED).contains(units(damaged).get(0));
    assertThat(partKeys()).doesNotContain(damaged);
    assertThat(progress.get(progress.size() - 1).damaged()).isEqualTo(1);
  }

  @Test
  void run_functionThatCannotBeSent_saysWhichClassBeforeAnythingIsWritten() {
    var unsendable = new Object();
    assertThatThrownBy(() -> run().run(Codecs.utf8(), (unit, context) -> unsendable.toString()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("java.lang.Object");
    assertThat(store.list(ListRequest.objects(dev.cairn.store.KeyPrefix.ROOT)).objects()).isEmpty();
  }

  @Test
  void run_threadIsInterrupted_stopsTheJobAndSaysSo() {
    Thread driver = Thread.currentThread();
    assertThatThrownBy(
            () ->
                run()
                    .listener(
                        progress -> {
                          if (progress.computed() > 0) {
                            driver.interrupt();
                          }
                        })
                    .run(Codecs.utf8(), Draws::draw))
        .isInstanceOf(RunInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    await().until(() -> spark.sc().statusTracker().getActiveJobIds().length == 0);
    try (var reader = CheckpointReader.open(store, PROCESS)) {
      assertThat(reader.latest().orElseThrow().progress().status()).isEqualTo(Status.INTERRUPTED);
    }
  }

  @Test
  void run_jobIsCancelledBySomebody_failsAndSaysSo() {
    assertThatThrownBy(
            () ->
                run()
                    .listener(
                        progress -> {
                          if (progress.computed() > 0) {
                            spark.sc().cancelAllJobs();
                          }
                        })
                    .run(Codecs.utf8(), SparkRunTest::slow))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("cancelled")
        .hasMessageContaining("of 200 units");
    try (var reader = CheckpointReader.open(store, PROCESS)) {
      assertThat(reader.latest().orElseThrow().progress().status()).isEqualTo(Status.FAILED);
    }
  }

  @Test
  void run_listenerThrows_jobIsCancelledAndTheRunFails() {
    assertThatThrownBy(
            () ->
                run()
                    .listener(
                        progress -> {
                          if (progress.computed() > 0) {
                            throw new IllegalStateException("no terminal");
                          }
                        })
                    .run(Codecs.utf8(), SparkRunTest::slow))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no terminal");
    // Spark's own listeners are told of a job's end a moment after its driver is.
    await().until(() -> spark.sc().statusTracker().getActiveJobIds().length == 0);
    try (var reader = CheckpointReader.open(store, PROCESS)) {
      var last = reader.latest().orElseThrow().progress();
      assertThat(last.status()).isEqualTo(Status.FAILED);
      assertThat(last.reason()).hasValue("no terminal");
    }
  }

  @Test
  void commitInterval_tooShort_isRefused() {
    assertThatThrownBy(() -> run().commitInterval(Duration.ofMillis(99)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("0.1 seconds");
  }

  @Test
  void run_listener_isToldOfEveryPhase() {
    var told = new ArrayList<RunProgress>();
    run().listener(told::add).run(Codecs.utf8(), Draws::draw);
    assertThat(told.stream().map(RunProgress::phase).distinct())
        .containsExactly(RunProgress.Phase.values());
    assertThat(told.get(0).done()).isZero();
    assertThat(told.stream().map(RunProgress::done)).isSorted();
    RunProgress last = told.get(told.size() - 1);
    assertThat(last.done()).isEqualTo(UNITS);
    assertThat(last.computed()).isEqualTo(UNITS);
    assertThat(last.lastCommit()).isPresent();
    assertThat(told).anySatisfy(progress -> assertThat(progress.verified()).isEqualTo(UNITS));
  }

  private SparkRun run() {
    return SparkRun.on(spark)
        .store("memory:" + name)
        .process(PROCESS)
        .codeVersion("1")
        .param("market", "none")
        .units(UNITS)
        .seed(SEED);
  }

  private static UnitFunction<String> failing(long bad) {
    return (unit, context) -> {
      if (unit == bad) {
        throw new IllegalStateException("no price");
      }
      return Draws.draw(unit, context);
    };
  }

  /** Takes for ever from unit 50 on, so that a run does not end before it is stopped. */
  private static String slow(long unit, UnitContext context) throws InterruptedException {
    if (unit >= 50) {
      new CountDownLatch(1).await();
    }
    return Draws.draw(unit, context);
  }

  @SuppressWarnings("NullAway") // what a careless function does
  private static String nothing() {
    return null;
  }

  private List<Long> storedUnits() {
    return partKeys().stream().flatMap(key -> units(key).stream()).distinct().toList();
  }

  private List<ObjectKey> partKeys() {
    return keys("runs");
  }

  private List<ObjectKey> keys(String folder) {
    return store.list(ListRequest.objects(PROCESS.prefix().folder(folder))).objects().stream()
        .map(object -> object.key())
        .toList();
  }

  private static List<Long> units(ObjectKey part) {
    var interval = PartName.parse(part.name()).orElseThrow().units();
    return LongStream.rangeClosed(interval.first(), interval.last()).boxed().toList();
  }

  private static final class Unsendable extends RuntimeException {
    private final Object stuck = new Object();

    @Override
    public String getMessage() {
      return "stuck on " + stuck.getClass().getSimpleName();
    }
  }
}
