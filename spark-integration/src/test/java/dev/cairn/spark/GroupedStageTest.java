package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.memory.MemoryStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.shuffle.FetchFailedException;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.apache.spark.util.TaskFailureListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Function0;
import scala.Tuple2;
import scala.runtime.AbstractFunction0;

/** A stage of which each task computes four partitions. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GroupedStageTest {
  private static final int CORES = 2;
  private static final int PARTITIONS = 256;
  private static final int GROUP = 4;

  /** What partitions say of themselves, in the order in which it happens. */
  private static final ConcurrentLinkedQueue<String> SAID = new ConcurrentLinkedQueue<>();

  private static final Set<Integer> OPEN = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean ONCE = new AtomicBoolean();

  private final String name = UUID.randomUUID().toString();
  private JavaSparkContext spark;

  /** The context, and how many tasks have ended on it. */
  private final AtomicInteger tasks = new AtomicInteger();

  private final SparkListener counting =
      new SparkListener() {
        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
          tasks.incrementAndGet();
        }
      };

  @BeforeEach
  void start() throws TimeoutException {
    spark = LocalSpark.withMaster("local[" + CORES + ",2]");
    LocalSpark.awaitIdle(spark);
    spark.sc().listenerBus().waitUntilEmpty(); // of tasks of the test before
    spark.sc().addSparkListener(counting);
    SAID.clear();
    OPEN.clear();
    ONCE.set(true);
  }

  @AfterEach
  void stopCounting() {
    spark.sc().removeSparkListener(counting);
  }

  private JavaRDD<Integer> numbers() {
    return spark.parallelize(IntStream.range(0, PARTITIONS).boxed().toList(), PARTITIONS);
  }

  private JavaRDD<String> kept(JavaRDD<String> rdd) {
    return CheckpointedStage.in("counted:" + name)
        .process(new ProcessId("stage", "grouped"))
        .codeVersion("1")
        .order(ElementOrder.SORTED) // of the one that a partition has
        .partitionsPerTask(GROUP)
        .rdd(rdd, Codecs.utf8());
  }

  private CountingStore store() {
    return CountedStores.named(name);
  }

  private List<String> parts() {
    return MemoryStore.named(name).list(ListRequest.objects(KeyPrefix.ROOT)).objects().stream()
        .map(object -> object.key().value())
        .toList();
  }

  private void awaitTasks(int expected) {
    await().untilAsserted(() -> assertThat(tasks.get()).isEqualTo(expected));
  }

  /** What code in a task can ask Spark for. */
  private static String asked() {
    TaskContext context = TaskContext.get();
    return "%d %d of %d, attempt %d %d"
        .formatted(
            TaskContext.getPartitionId(),
            context.partitionId(),
            context.numPartitions(),
            context.attemptNumber(),
            context.stageAttemptNumber());
  }

  @Test
  void rdd_everyPartitionSeesItself_asInATaskOfItsOwn() {
    JavaRDD<String> rdd = numbers().map(number -> number + " is " + asked());
    List<String> expected = rdd.collect();
    assertThat(expected.get(7)).isEqualTo("7 is 7 7 of 256, attempt 0 0");
    awaitTasks(PARTITIONS);
    tasks.set(0);
    JavaRDD<String> kept = kept(rdd);
    awaitTasks(PARTITIONS / GROUP);
    assertThat(store().counts().count(RequestKind.PUT)).isEqualTo(PARTITIONS);
    assertThat(kept.collect()).isEqualTo(expected);
  }

  @Test
  void rdd_whatAPartitionOpens_isClosedAtItsEnd() {
    kept(
        numbers()
            .mapPartitionsWithIndex(
                (partition, elements) -> {
                  OPEN.add(partition);
                  TaskContext.get()
                      .addTaskCompletionListener(
                          (TaskCompletionListener)
                              context -> {
                                assertThat(context.partitionId()).isEqualTo(partition);
                                OPEN.remove(partition);
                              });
                  SAID.add(Integer.toString(OPEN.size()));
                  return List.of("of " + partition).iterator();
                },
                true));
    assertThat(SAID).hasSize(PARTITIONS).allMatch(open -> Integer.parseInt(open) <= CORES);
    assertThat(OPEN).isEmpty();
  }

  /** Spark sends a function anew with each task, and what it has captured begins anew. */
  @Test
  void rdd_functionWithAState_beginsAnewWithEachPartition() {
    var random = new Random(42);
    JavaRDD<String> rdd = numbers().map(number -> number + " " + random.nextInt());
    List<String> expected = rdd.collect();
    assertThat(kept(rdd).collect()).isEqualTo(expected);
  }

  @Test
  void rdd_accumulatorsOfTheUser_countEachPartitionOnce() {
    LongAccumulator counted = spark.sc().longAccumulator("counted");
    kept(
        numbers()
            .map(
                number -> {
                  counted.add(1L);
                  return "of " + number;
                }));
    assertThat(counted.value()).isEqualTo(PARTITIONS);
  }

  @Test
  void rdd_whatIsWrongShowsAtTheEnd_isNotStored() {
    JavaRDD<String> rdd =
        numbers()
            .map(
                number -> {
                  TaskContext.get()
                      .addTaskCompletionListener(
                          (TaskCompletionListener)
                              context -> {
                                if (number == 9) {
                                  throw new IllegalStateException("the checksum at the end");
                                }
                              });
                  return "of " + number;
                });
    assertThatThrownBy(() -> kept(rdd))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("the checksum at the end");
    LocalSpark.awaitIdle(spark);
    assertThat(parts()).isNotEmpty().noneMatch(key -> key.contains("/000000000009-"));
  }

  @Test
  void rdd_partitionLeavesAnInterruptBehind_nextOneIsNotInterrupted() {
    JavaRDD<String> rdd =
        numbers()
            .mapPartitionsWithIndex(
                (partition, elements) -> {
                  if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("before partition " + partition);
                  }
                  if (partition == 4) {
                    Thread.currentThread().interrupt();
                  }
                  return List.of("of " + partition).iterator();
                },
                true);
    assertThatCode(() -> kept(rdd)).doesNotThrowAnyException();
  }

  @Test
  void rdd_resourceOfAPartition_isClosedAtItsEnd() {
    kept(
        numbers()
            .map(
                number -> {
                  TaskContext.get().createResourceUninterruptibly(opening(number));
                  SAID.add(Integer.toString(OPEN.size()));
                  return "of " + number;
                }));
    assertThat(SAID).hasSize(PARTITIONS).allMatch(open -> Integer.parseInt(open) <= CORES);
    assertThat(OPEN).isEmpty();
  }

  private static Function0<Closeable> opening(int number) {
    return new AbstractFunction0<>() {
      @Override
      public Closeable apply() {
        OPEN.add(number);
        return () -> OPEN.remove(number);
      }
    };
  }

  @Test
  void partitionsPerTask_outOfRange_isRefused() {
    CheckpointedStage stage = CheckpointedStage.in("counted:" + name);
    assertThatThrownBy(() -> stage.partitionsPerTask(0))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("give 1 to 10000");
    assertThatThrownBy(() -> stage.partitionsPerTask(10_001))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void rdd_taskFails_nextAttemptComputesOnlyWhatWasNotStored() {
    JavaRDD<String> rdd =
        numbers()
            .map(
                number -> {
                  SAID.add("computed " + number);
                  if (number == 2 && ONCE.getAndSet(false)) {
                    TaskContext.get()
                        .addTaskFailureListener(
                            (TaskFailureListener)
                                (context, why) ->
                                    SAID.add("told that " + context.partitionId() + " failed"));
                    throw new IllegalStateException("a passing trouble");
                  }
                  return "of " + number;
                });
    List<String> kept = kept(rdd).collect();
    assertThat(kept).hasSize(PARTITIONS).startsWith("of 0", "of 1", "of 2");
    assertThat(SAID).contains("told that 2 failed");
    assertThat(Collections.frequency(List.copyOf(SAID), "computed 2")).isEqualTo(2);
    assertThat(SAID).hasSize(PARTITIONS + 2);
  }

  @Test
  void rdd_partitionFails_thoseBeforeItAreKept() {
    JavaRDD<String> rdd =
        numbers()
            .map(
                number -> {
                  SAID.add("computed " + number);
                  if (number == 6) {
                    throw new IllegalStateException("number 6 is poisoned");
                  }
                  return "of " + number;
                });
    assertThatThrownBy(() -> kept(rdd))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("number 6 is poisoned");
    LocalSpark.awaitIdle(spark);
    assertThat(SAID).contains("computed 4", "computed 5").doesNotContain("computed 7");
    SAID.clear();
    JavaRDD<String> mended =
        numbers()
            .map(
                number -> {
                  SAID.add("computed " + number);
                  return "of " + number;
                });
    assertThat(kept(mended).collect()).hasSize(PARTITIONS);
    assertThat(SAID)
        .contains("computed 6", "computed 7")
        .doesNotContain("computed 4", "computed 5");
  }

  /** Spark computes the stage before again, and not only this task. */
  @Test
  void rdd_shuffleFilesAreLost_stageBeforeIsComputedAgain() {
    JavaPairRDD<Integer, Integer> shuffled =
        numbers()
            .mapToPair(
                number -> {
                  SAID.add("mapped");
                  return new Tuple2<>(number, number);
                })
            .repartitionAndSortWithinPartitions(new ByNumber());
    int shuffle = ((ShuffleDependency<?, ?, ?>) shuffled.rdd().dependencies().apply(0)).shuffleId();
    Function2<Integer, Iterator<Tuple2<Integer, Integer>>, Iterator<String>> lost =
        (partition, pairs) -> {
          if (partition == 5 && ONCE.getAndSet(false)) {
            throw new FetchFailedException(
                SparkEnv.get().blockManager().blockManagerId(),
                shuffle,
                0L,
                0,
                5,
                new IOException("lost"));
          }
          return List.of(partition + " " + pairs.next()._2()).iterator();
        };
    JavaRDD<String> kept = kept(shuffled.mapPartitionsWithIndex(lost, true));
    assertThat(kept.collect().subList(4, 7)).containsExactly("4 4", "5 5", "6 6");
    assertThat(ONCE).isFalse();
    assertThat(SAID.size()).as("mapped again, some or all").isGreaterThan(PARTITIONS);
    spark.stop(); // it took its only executor for lost
  }

  private static final class ByNumber extends Partitioner {
    @Override
    public int numPartitions() {
      return PARTITIONS;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }

  @Test
  void rdd_driverIsInterrupted_partitionSeesThatItsTaskIsKilled() throws InterruptedException {
    JavaRDD<String> rdd =
        numbers()
            .map(
                number -> {
                  TaskContext context = TaskContext.get();
                  if (number == 1) {
                    SAID.add("waits");
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                    while (!context.isInterrupted() && System.nanoTime() < end) {
                      LockSupport.parkNanos(1_000_000);
                    }
                    SAID.add(context.isInterrupted() ? "killed" : "not killed");
                    context.killTaskIfInterrupted();
                  }
                  return "of " + number;
                });
    var thrown = new AtomicReference<Throwable>();
    var driver = new Thread(() -> kept(rdd));
    driver.setUncaughtExceptionHandler((thread, why) -> thrown.set(why));
    driver.start();
    await().until(() -> SAID.contains("waits"));
    driver.interrupt();
    driver.join();
    assertThat(thrown.get()).isInstanceOf(RunInterruptedException.class);
    await().until(() -> SAID.contains("killed"));
    LocalSpark.awaitIdle(spark);
  }
}
