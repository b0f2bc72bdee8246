package dev.cairn.spark;

import dev.cairn.CheckpointManagerBuilder;
import dev.cairn.FencedException;
import dev.cairn.ProcessId;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * A barrier stage with one task for each rank. Spark itself gives a job up when a rank of its last
 * stage fails ("Could not recover from a failed barrier ResultStage"), so what starts the ranks
 * anew is here. Spark's Java API has no barrier stages.
 */
final class RankStage<R> {
  private static final Logger LOG = LoggerFactory.getLogger(RankStage.class);

  /** The setting that Spark has for stages that it tries again itself. */
  private static final String ATTEMPTS = "spark.stage.maxConsecutiveAttempts";

  private static final int DEFAULT_ATTEMPTS = 4;

  private final JavaSparkContext spark;
  private final int ranks;
  private final StoreReference store;
  private final ProcessId process;
  private final RankFunction<R> function;

  RankStage(
      JavaSparkContext spark,
      int ranks,
      StoreReference store,
      ProcessId process,
      RankFunction<R> function) {
    Sendable.require("function of ranks", function);
    this.spark = spark;
    this.ranks = ranks;
    this.store = store;
    this.process = process;
    this.function = function;
  }

  /** Runs the stage, anew when it fails, as long as it gets on. */
  List<R> run() {
    int attempts = spark.getConf().getInt(ATTEMPTS, DEFAULT_ATTEMPTS);
    long reached = version();
    for (int failures = 0; ; ) {
      try {
        return attempt();
      } catch (Exception e) { // Scala throws checked exceptions that no signature names
        // Spark sends a failed task's exception as text. Who was taken over must not take over.
        boolean fenced = String.valueOf(e.getMessage()).contains(FencedException.class.getName());
        if (fenced || spark.sc().isStopped() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        long now = version();
        failures = now > reached ? 1 : failures + 1;
        reached = now;
        if (failures >= attempts) {
          throw e;
        }
        LOG.warn(
            "{}: a rank failed, so all start anew from v{}: {}",
            process,
            now,
            FirstLine.of(String.valueOf(e.getMessage())));
      }
    }
  }

  private long version() {
    return CheckpointReference.latest(store, process).map(CheckpointReference::version).orElse(0L);
  }

  private List<R> attempt() {
    List<Integer> numbers = IntStream.range(0, ranks).boxed().toList();
    ClassTag<R> results = ClassTag$.MODULE$.apply(Object.class);
    RDD<R> stage =
        spark
            .parallelize(numbers, ranks)
            .rdd()
            .barrier()
            .mapPartitionsWithIndex(
                new InRank<>(store, process.type(), process.name(), function), false, results);
    return JavaRDD.fromRDD(stage, results).collect();
  }

  /** Runs in executors. */
  private static final class InRank<R>
      extends AbstractFunction2<Object, Iterator<Integer>, Iterator<R>> implements Serializable {
    private final StoreReference store;
    private final String type;
    private final String name;
    private final RankFunction<R> function;

    InRank(StoreReference store, String type, String name, RankFunction<R> function) {
      this.store = store;
      this.type = type;
      this.name = name;
      this.function = function;
    }

    @Override
    public Iterator<R> apply(Object rank, Iterator<Integer> unused) {
      UnaryOperator<CheckpointManagerBuilder> defaults = UnaryOperator.identity();
      try (var checkpoints = RankCheckpoints.join(store, new ProcessId(type, name), defaults)) {
        R result = function.run(checkpoints);
        checkpoints.requireInStep();
        return CollectionConverters.asScala(List.of(result).iterator());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("A rank failed: " + FirstLine.of(e.toString()), e);
      }
    }
  }
}
