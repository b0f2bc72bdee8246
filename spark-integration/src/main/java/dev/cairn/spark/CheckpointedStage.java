package dev.cairn.spark;

import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codec;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the partitions of an RDD or a Dataset, so that each is computed once, by whichever
 * application comes to it:
 *
 * <pre>{@code
 * JavaRDD<Features> features =
 *     CheckpointedStage.in("s3://desk/checkpoints")
 *         .process(new ProcessId("features", "daily"))
 *         .codeVersion("3")
 *         .rdd(prices.map(Features::of), Codecs.json(Features.class));
 * }</pre>
 *
 * <p>The call computes what is missing, stores each partition when it is computed, and returns when
 * all are stored; what it returns reads them, and has the same partitions. An application that is
 * started again after a crash, on any number of cores, computes only the partitions that were not
 * stored, and no stage before them when there are none.
 *
 * <p><b>What makes it the same stage</b> is a {@link RunDefinition}: the code version, parameters
 * and inputs that are given here, the number of partitions, the codec (of a Dataset: its schema),
 * the kinds of RDDs that it is computed from, and, of checkpointed stages that it is computed from,
 * the digests of their content. So a change that changes an earlier stage makes this one another
 * one as well: the mismatch is refused, and named, or the stage is computed anew.
 *
 * <p>Used by one thread; several stages may go on at once in several threads, for several
 * processes. A partition is held in memory, encoded, while it is stored and read; it has at most
 * 192 MiB.
 */
public final class CheckpointedStage {
  private static final int MOST_PER_TASK = 10_000;

  private final StoreReference store;
  private final Map<String, String> parameters = new TreeMap<>();
  private final Map<String, String> inputs = new TreeMap<>();
  private OnMismatch onMismatch = OnMismatch.FAIL;
  private ElementOrder order = ElementOrder.AS_COMPUTED;
  private RunListener listener = progress -> {};
  private int partitionsPerTask = 1;
  private @Nullable ProcessId process;
  private @Nullable String codeVersion;

  private CheckpointedStage(StoreReference store) {
    this.store = store;
  }

  /**
   * A stage whose partitions go to a store. Executors open it themselves, so the URI must mean the
   * same place there.
   */
  public static CheckpointedStage in(String uri) {
    return new CheckpointedStage(new StoreReference(uri));
  }

  /** What is checkpointed; needed, and another one for each stage. */
  public CheckpointedStage process(ProcessId id) {
    this.process = id;
    return this;
  }

  /** A name for the code that the stage runs; needed. Change it when the code changes. */
  public CheckpointedStage codeVersion(String version) {
    this.codeVersion = version;
    return this;
  }

  /** A parameter that the content depends on. */
  public CheckpointedStage param(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  /**
   * Data that the content depends on, by its digest.
   *
   * @param name for messages
   * @param sha256 of its bytes, 64 lower-case hexadecimal digits
   */
  public CheckpointedStage input(String name, String sha256) {
    inputs.put(name, sha256);
    return this;
  }

  /**
   * What to do when the process has a stage with another definition: fail, which is the default,
   * and say what differs; or leave that one and start anew.
   */
  public CheckpointedStage onMismatch(OnMismatch choice) {
    this.onMismatch = choice;
    return this;
  }

  /** In which order elements are stored; as they are computed by default. */
  public CheckpointedStage order(ElementOrder choice) {
    this.order = choice;
    return this;
  }

  /**
   * How many partitions a task computes, one after the other; 1 by default, as Spark does. To start
   * a task takes Spark a millisecond or more, which is much for partitions of a few kilobytes:
   * where there are thousands of such, give 10 or more. Where partitions take seconds, or a few of
   * them much longer than others, it would leave cores without work.
   *
   * <p>It makes no difference to the content. Each partition is stored when it is computed, and
   * runs as if it had a task of its own: what {@link org.apache.spark.TaskContext} tells is about
   * the partition, functions begin with what they had when they were sent, and what is to be closed
   * at the end of a task is closed at the end of the partition.
   *
   * <p>What is different: a failure is one of the whole task, of which Spark bears a few; and what
   * functions have added to accumulators is lost when a later partition of the task fails, though
   * the partitions themselves are stored and not computed again.
   *
   * @throws InvalidRequestException unless it is 1 to 10,000
   */
  public CheckpointedStage partitionsPerTask(int partitions) {
    if (partitions < 1 || partitions > MOST_PER_TASK) {
      throw new InvalidRequestException(
          "A task cannot compute %d partitions: give 1 to %d."
              .formatted(partitions, MOST_PER_TASK));
    }
    this.partitionsPerTask = partitions;
    return this;
  }

  /** Who is told how the stage goes on; its units are partitions. */
  public CheckpointedStage listener(RunListener told) {
    this.listener = told;
    return this;
  }

  /**
   * Stores what is missing of an RDD, and returns one that reads all of it.
   *
   * @param codec writes an element and reads it back
   * @throws InvalidRequestException when something that is needed was not set, or the partitions
   *     are not the same whenever they are computed; the message says why
   * @throws dev.cairn.run.RunMismatchException when the process has a stage with another definition
   * @throws dev.cairn.FencedException when another driver has taken the process over
   * @throws UnitFailedException when an element cannot be encoded
   * @throws RunInterruptedException when this thread was interrupted or Spark was stopped
   * @throws RunFailedException when Spark gave up for another reason
   */
  public <T> JavaRDD<T> rdd(JavaRDD<T> rdd, Codec<T> codec) {
    if (process == null || codeVersion == null) {
      throw new InvalidRequestException(
          "A stage needs a process and a code version: call process(...) and codeVersion(...) before rdd(...) or dataset(...).");
    }
    Sendable.require("codec of elements", codec);
    RDD<T> of = rdd.rdd();
    Lineage.requireDeterministic(of, order);
    if (of.getNumPartitions() == 0) {
      return rdd;
    }
    RunResult<List<T>> result = run(process, codeVersion, of, codec);
    JavaRDD<T> read = result.asRddByUnit().flatMap(List::iterator);
    Lineage.read(read.rdd(), process, result.digest());
    return read;
  }

  private <T> RunResult<List<T>> run(ProcessId of, String code, RDD<T> rdd, Codec<T> codec) {
    var spark = JavaSparkContext.fromSparkContext(rdd.sparkContext());
    var settings = RunSettings.of(spark.getConf());
    var partition = new PartitionCodec<>(codec);
    Lineage lineage = Lineage.of(rdd);
    RunDefinition.Builder definition =
        RunDefinition.builder()
            .codeVersion(code)
            .parameters(parameters)
            .parameter("stage lineage", lineage.text())
            .parameter("stage order", order.name())
            .units(rdd.getNumPartitions())
            .resultSchema(partition.name());
    inputs.forEach(definition::input);
    lineage.stages().forEach((stage, digest) -> definition.input("stage " + stage, digest));
    RunDefinition defined = definition.build();
    return new RunCycle(spark, settings, listener, onMismatch, OnCompleted.RETURN)
        .run(
            store,
            of,
            defined,
            partition,
            parts ->
                new PartitionComputation<>(
                    rdd,
                    new PartitionStore<>(
                        parts, codec, order, settings.limits(), TaskMeters.register(spark.sc())),
                    partitionsPerTask));
  }

  /**
   * Stores what is missing of a Dataset, row by row and typed, and returns one that reads all of
   * it. Its plan is made without adaptive execution, which chooses partitions by what it measures.
   *
   * @throws InvalidRequestException as {@link #rdd} does, and when the plan has an expression that
   *     is not deterministic, such as {@code rand()}, or the schema a type that is not supported
   * @throws dev.cairn.run.RunMismatchException when the process has a stage with another definition
   */
  public Dataset<Row> dataset(Dataset<Row> dataset) {
    StructType schema = dataset.schema();
    var codec = new RowCodec(schema);
    JavaRDD<Row> rows = StaticPlan.of(dataset).toJavaRDD();
    // Rows hold dates and times as classes of java.sql or of java.time; this one takes both.
    Encoder<Row> encoder = RowEncoder.encoderFor(schema, true);
    return dataset.sparkSession().createDataset(rdd(rows, codec).rdd(), encoder);
  }
}
