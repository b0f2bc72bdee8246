package dev.cairn.spark;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.codec.Codecs;
import dev.cairn.run.PartName;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.ListRequest;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one long task has stored while it runs, and what is left of it when it ends early. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PartsOfATaskTest {
  private static final ProcessId PROCESS = ProcessId.backtest("long-task");
  private static final Duration NEVER = Duration.ofHours(1);

  /** Tasks of a local Spark run in this process, so they share these with the test. */
  private static final CountDownLatch FOREVER = new CountDownLatch(1);

  private static final AtomicInteger INTERRUPTED = new AtomicInteger();

  private final String name = UUID.randomUUID().toString();

  @AfterEach
  void stopThisSpark() {
    SparkContext.getOrCreate(LocalSpark.configuration("local[1]")).stop();
  }

  @Test
  void run_resultsGrowLarge_partsAreWrittenBySize() {
    // 10 bytes with their length: 100 of them are due
    run(Optional.of("1000b"), NEVER, 250)
        .run(Codecs.utf8(), (unit, context) -> "%06d".formatted(unit));
    assertThat(stored())
        .containsExactly(
            new UnitInterval(0, 99), new UnitInterval(100, 199), new UnitInterval(200, 249));
  }

  @Test
  void run_unitsTakeLong_partIsWrittenByTimeWhileTheTaskRuns() {
    String store = name;
    RunResult<String> result =
        run(Optional.empty(), Duration.ofMillis(50), 100)
            .run(
                Codecs.utf8(),
                (unit, context) -> {
                  // the one task is far from its end, and its results are still in memory
                  if (unit > 10 && parts(store).isEmpty() && FOREVER.await(60, MILLISECONDS)) {
                    throw new AssertionError("nobody counts it down");
                  }
                  if (unit == 99) {
                    assertThat(parts(store)).isNotEmpty();
                  }
                  return "r" + unit;
                });
    assertThat(result.computed()).isEqualTo(100);
    assertThat(stored()).hasSizeGreaterThan(1);
  }

  @Test
  void run_interruptedInALateUnit_losesWhatWasNotFlushedAndResumesThere() throws Exception {
    INTERRUPTED.set(0);
    Thread test = Thread.currentThread();
    String store = name;
    var interrupter =
        new Thread(
            () -> {
              await().until(() -> parts(store).size() == 4);
              test.interrupt();
            });
    interrupter.start();
    assertThatThrownBy(
            () ->
                run(Optional.of("100b"), NEVER, 60)
                    .run(
                        Codecs.utf8(),
                        (unit, context) -> {
                          if (unit == 45) {
                            try {
                              FOREVER.await();
                            } catch (InterruptedException e) {
                              INTERRUPTED.incrementAndGet();
                              throw e;
                            }
                          }
                          return "%06d".formatted(unit);
                        }))
        .isInstanceOf(RunInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    interrupter.join();
    LocalSpark.awaitIdle(LocalSpark.context(1));
    assertThat(INTERRUPTED).hasValue(1);
    // of 45 units that were computed, 40 were in parts of 10; and no part of the broken end came
    assertThat(stored().stream().mapToLong(UnitInterval::size).sum()).isEqualTo(40);
    try (var reader = CheckpointReader.open(MemoryStore.named(name), PROCESS)) {
      assertThat(reader.latest().orElseThrow().progress().status()).isEqualTo(Status.INTERRUPTED);
    }

    RunResult<String> resumed =
        run(Optional.of("100b"), NEVER, 60)
            .run(Codecs.utf8(), (unit, context) -> "%06d".formatted(unit));
    assertThat(resumed.restored()).isEqualTo(40);
    assertThat(resumed.stream())
        .isEqualTo(LongStream.range(0, 60).mapToObj("%06d"::formatted).toList());
  }

  /** One task for all units. */
  private SparkRun run(Optional<String> partBytes, Duration partInterval, long units) {
    SparkContext.getOrCreate(LocalSpark.configuration("local[1]")).stop();
    var settings = LocalSpark.configuration("local[1]");
    partBytes.ifPresent(bytes -> settings.set(RunSettings.PART_BYTES, bytes));
    var spark = new org.apache.spark.api.java.JavaSparkContext(settings);
    return SparkRun.on(spark)
        .store("memory:" + name)
        .process(PROCESS)
        .codeVersion("1")
        .units(units)
        .tasksPerCore(1)
        .partInterval(partInterval)
        .commitInterval(NEVER);
  }

  private List<UnitInterval> stored() {
    return parts(name);
  }

  private static List<UnitInterval> parts(String store) {
    return MemoryStore.named(store)
        .list(ListRequest.objects(PROCESS.prefix().folder("runs")))
        .objects()
        .stream()
        .map(object -> PartName.parse(object.key().name()).orElseThrow().units())
        .toList();
  }
}
