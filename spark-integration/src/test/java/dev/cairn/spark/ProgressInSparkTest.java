package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.store.counting.CountingStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.jdk.javaapi.CollectionConverters;

/** What Spark shows of a run, in its user interface and to listeners. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ProgressInSparkTest {
  private static final long UNITS = 1200;
  private static final ProcessId PROCESS = ProcessId.backtest("shown");

  /** Tasks of a local Spark run in this process. */
  private static final AtomicInteger FAILURES = new AtomicInteger();

  private final String name = UUID.randomUUID().toString();
  private final JavaSparkContext spark = LocalSpark.withMaster("local[2,2]");
  private final Seen seen = new Seen();

  /** A job, as a listener sees it. */
  private record Job(String group, String description, Map<String, Long> counts) {}

  /** Notes the jobs that ended. */
  private static final class Seen extends SparkListener {
    private final Map<Integer, Job> running = new HashMap<>();
    private final Map<Integer, Job> ofStage = new HashMap<>();
    private final List<Job> ended = new CopyOnWriteArrayList<>();

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      var job =
          new Job(
              start.properties().getProperty("spark.jobGroup.id"),
              start.properties().getProperty("spark.job.description"),
              new HashMap<>());
      running.put(start.jobId(), job);
      CollectionConverters.asJava(start.stageInfos())
          .forEach(stage -> ofStage.put(stage.stageId(), job));
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
      var stage = completed.stageInfo();
      CollectionConverters.asJava(stage.accumulables())
          .values()
          .forEach(
              accumulated -> {
                if (accumulated.name().exists(of -> of.startsWith("Cairn "))) {
                  Objects.requireNonNull(ofStage.get(stage.stageId()))
                      .counts()
                      .put(accumulated.name().get(), (Long) accumulated.value().get());
                }
              });
    }

    @Override
    public void onJobEnd(SparkListenerJobEnd end) {
      ended.add(running.get(end.jobId()));
    }
  }

  @AfterEach
  void forget() {
    spark.sc().removeSparkListener(seen);
    spark.sc().clearJobGroup();
  }

  @Test
  void run_resumed_descriptionAndCountsSayWhatWasRestoredAndWhatIsComputed() {
    FAILURES.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> run(PROCESS)).isInstanceOf(UnitFailedException.class);
    LocalSpark.awaitIdle(spark);
    FAILURES.set(0);
    spark.sc().addSparkListener(seen);
    CountingStore store = CountedStores.named(name);
    RunResult<String> result = run(PROCESS);
    assertThat(result.restored()).isPositive().isLessThan(UNITS);

    List<Job> jobs = jobs(2);
    assertThat(jobs).extracting(Job::group).containsOnly("cairn backtest/shown");
    assertThat(jobs.get(0).description())
        .isEqualTo(
            "Cairn backtest/shown: %,d of 1,200 units to compute, %,d restored"
                .formatted(result.computed(), result.restored()));
    assertThat(jobs.get(1).description())
        .matches("Cairn backtest/shown: 1,200 units in [0-9,]+ parts to verify");
    Map<String, Long> counts = jobs.get(0).counts();
    assertThat(counts)
        .containsOnlyKeys(
            TaskMeters.COMPUTED, TaskMeters.RESTORED, TaskMeters.PARTS, TaskMeters.BYTES)
        .containsEntry(TaskMeters.COMPUTED, result.computed())
        .containsEntry(TaskMeters.RESTORED, result.restored());
    assertThat(counts.get(TaskMeters.PARTS)).isPositive();
    assertThat(counts.get(TaskMeters.BYTES)).isPositive().isLessThan(store.counts().bytesWritten());
  }

  @Test
  void run_taskIsTriedAgain_whatItsFirstAttemptStoredCountsAsRestored() {
    FAILURES.set(1);
    spark.sc().addSparkListener(seen);
    run(PROCESS);
    Map<String, Long> counts = jobs(2).get(0).counts();
    assertThat(counts.get(TaskMeters.RESTORED)).isPositive();
    assertThat(
            counts.getOrDefault(TaskMeters.COMPUTED, 0L)
                + counts.getOrDefault(TaskMeters.RESTORED, 0L))
        .isEqualTo(UNITS);
  }

  @Test
  void run_callerHasAJobGroup_keepsIt() {
    FAILURES.set(0);
    spark.sc().addSparkListener(seen);
    spark.sc().setJobGroup("nightly", "all of it", false);
    run(PROCESS);
    assertThat(jobs(2)).extracting(Job::group).containsOnly("nightly");
    assertThat(jobs(2))
        .extracting(Job::description)
        .allSatisfy(text -> assertThat(text).startsWith("Cairn backtest/shown: "));
    assertThat(spark.getLocalProperty("spark.job.description")).isEqualTo("all of it");
  }

  @Test
  void stage_countsItsPartitions() {
    spark.sc().addSparkListener(seen);
    var kept =
        CheckpointedStage.in("counted:" + name)
            .process(new ProcessId("features", "shown"))
            .codeVersion("1")
            .rdd(spark.parallelize(List.of("a", "b", "c"), 3), Codecs.utf8());
    assertThat(kept.getNumPartitions()).isEqualTo(3);
    Job compute = jobs(1).get(0); // none reads back what this one has stored
    assertThat(compute.description())
        .isEqualTo("Cairn features/shown: 3 of 3 units to compute, 0 restored");
    assertThat(compute.counts())
        .containsEntry(TaskMeters.COMPUTED, 3L)
        .containsEntry(TaskMeters.RESTORED, 0L)
        .containsEntry(TaskMeters.PARTS, 3L);
  }

  private List<Job> jobs(int count) {
    await().until(() -> seen.ended.size() >= count);
    assertThat(seen.ended).hasSize(count);
    return seen.ended;
  }

  private RunResult<String> run(ProcessId process) {
    return SparkRun.on(spark)
        .store("counted:" + name)
        .process(process)
        .codeVersion("1")
        .units(UNITS)
        .tasksPerCore(4)
        .partInterval(Duration.ZERO)
        .run(
            Codecs.utf8(),
            (unit, context) -> {
              if (unit == UNITS / 2 + 20 && FAILURES.getAndDecrement() > 0) {
                throw new IllegalStateException("a passing trouble");
              }
              return "result " + unit;
            });
  }
}
