package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SparkJobTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Tasks of a local Spark run in this process, so they share these with the test. */
  private static volatile CountDownLatch gate = new CountDownLatch(1);

  private static final AtomicInteger started = new AtomicInteger();
  private static final AtomicInteger interrupted = new AtomicInteger();

  private final JavaSparkContext spark = LocalSpark.context(2);

  @BeforeEach
  void reset() {
    gate = new CountDownLatch(1);
    started.set(0);
    interrupted.set(0);
  }

  @Test
  void next_someTasksStillRun_resultsOfTheOthersAreThere() throws Exception {
    try (var job =
        SparkJob.<Integer, String>start(
            spark,
            new JobLabel("backtest/test", "test"),
            List.of(0, 1, 2),
            (number, context) -> {
              if (number == 0) {
                waitAtGate();
              }
              return "task " + number;
            })) {
      assertThat(List.of(next(job), next(job)))
          .containsExactlyInAnyOrder(
              new JobEvent.TaskEnded<>(1, "task 1"), new JobEvent.TaskEnded<>(2, "task 2"));
      assertThat(job.next(Duration.ZERO)).isEmpty();
      gate.countDown();
      assertThat(next(job)).isEqualTo(new JobEvent.TaskEnded<>(0, "task 0"));
      assertThat(next(job)).isEqualTo(new JobEvent.Succeeded<>());
    }
  }

  @Test
  void close_tasksRun_interruptsThemAndTheJobFails() throws Exception {
    var job =
        SparkJob.<Integer, String>start(
            spark,
            new JobLabel("backtest/test", "test"),
            List.of(0, 1, 2, 3),
            (number, context) -> {
              started.incrementAndGet();
              waitAtGate();
              return "";
            });
    await().untilAsserted(() -> assertThat(started).hasValue(2));
    job.close();
    assertThat(next(job)).isInstanceOf(JobEvent.Failed.class);
    await().untilAsserted(() -> assertThat(interrupted).hasValue(2));
    assertThat(started).hasValue(2);
  }

  @Test
  void close_notYetSubmitted_endsTheJob() throws Exception {
    for (int i = 0; i < 20; i++) {
      var job =
          SparkJob.<Integer, String>start(
              spark,
              new JobLabel("backtest/test", "test"),
              List.of(0),
              (number, context) -> {
                waitAtGate();
                return "";
              });
      job.close();
      assertThat(next(job)).isInstanceOf(JobEvent.Failed.class);
    }
  }

  @Test
  void next_aTaskThrows_failedWithWhatItThrew() throws Exception {
    try (var job =
        SparkJob.<Integer, String>start(
            spark,
            new JobLabel("backtest/test", "test"),
            List.of(0),
            (number, context) -> {
              throw new IllegalArgumentException("no such thing");
            })) {
      assertThat(next(job))
          .isInstanceOfSatisfying(
              JobEvent.Failed.class,
              failed ->
                  assertThat(causes(failed.cause()))
                      .anySatisfy(
                          cause ->
                              assertThat(cause)
                                  .isInstanceOf(IllegalArgumentException.class)
                                  .hasMessage("no such thing")));
    }
  }

  @Test
  void start_callersThread_keepsItsLocalProperties() throws Exception {
    spark.setLocalProperty("cairn.test", "mine");
    try (var job =
        SparkJob.<Integer, String>start(
            spark,
            new JobLabel("backtest/test", "test"),
            List.of(0),
            (number, context) -> context.getLocalProperty("cairn.test"))) {
      assertThat(next(job)).isEqualTo(new JobEvent.TaskEnded<>(0, "mine"));
    }
    assertThat(spark.getLocalProperty("spark.job.description")).isNull();
    assertThat(spark.sc().getJobTags().size()).isZero();
    spark.setLocalProperty("cairn.test", null);
  }

  private static <U> JobEvent<U> next(SparkJob<?, U> job) throws InterruptedException {
    return job.next(LONG).orElseThrow();
  }

  private static List<Throwable> causes(Throwable error) {
    var all = new ArrayList<Throwable>();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      all.add(cause);
    }
    return all;
  }

  private static void waitAtGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
