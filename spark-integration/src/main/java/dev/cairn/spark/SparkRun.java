package dev.cairn.spark;

import dev.cairn.FencedException;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codec;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunDefinition;
import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A computation of numbered units on Spark that survives the death of tasks, executors, the driver
 * and the cluster. The same call starts it and resumes it:
 *
 * <pre>{@code
 * RunResult<Metrics> result =
 *     SparkRun.on(spark)
 *         .store("s3://desk/checkpoints")
 *         .process(ProcessId.backtest("momentum"))
 *         .codeVersion("2026-11-24")
 *         .param("universe", "SP500")
 *         .units(grid.size())
 *         .seed(42)
 *         .run(Codecs.json(Metrics.class), (unit, context) -> backtest(grid.at(unit), context.random()));
 * }</pre>
 *
 * <p>Executors write the results as they come; the driver commits how far the run is and, when all
 * results were read back and checked, that it is done. A later call with the same definition, on
 * any number of cores, computes only the units whose results are not stored, and its results are
 * those of a run that was never interrupted. When the run is done already, nothing is computed.
 *
 * <p><b>What makes it the same run</b> is its definition: code version, parameters, inputs, number
 * of units, seed and codec. All that results depend on belongs there.
 *
 * <p>Used by one thread. {@link #run} may be called while other runs go on in the same Spark
 * context, for other processes.
 */
public final class SparkRun {
  /** The store of runs that name none. */
  static final String STORE = "spark.cairn.store";

  private final JavaSparkContext spark;
  private final RunDefinition.Builder definition = RunDefinition.builder();
  private RunSettings settings;
  private RunListener listener = progress -> {};
  private OnMismatch onMismatch = OnMismatch.FAIL;
  private OnCompleted onCompleted = OnCompleted.RETURN;
  private @Nullable StoreReference store;
  private @Nullable ProcessId process;

  private SparkRun(JavaSparkContext spark) {
    this.spark = spark;
    this.settings = RunSettings.of(spark.getConf());
    String usual = spark.getConf().get(STORE, "");
    this.store = usual.isBlank() ? null : new StoreReference(usual);
  }

  /** A run on the cluster of a session. */
  public static SparkRun on(SparkSession session) {
    return on(JavaSparkContext.fromSparkContext(session.sparkContext()));
  }

  /** A run on the cluster of a context. */
  public static SparkRun on(JavaSparkContext context) {
    return new SparkRun(context);
  }

  /**
   * Where results and checkpoints go; needed, unless {@code spark.cairn.store} says it for all
   * runs. Executors open it themselves, so the URI must mean the same place there, and what it
   * takes to access it must be found there, or in Spark's settings {@code spark.hadoop.fs.s3a.*}.
   */
  public SparkRun store(String uri) {
    this.store = new StoreReference(uri);
    return this;
  }

  /** What is checkpointed; needed. */
  public SparkRun process(ProcessId id) {
    this.process = id;
    return this;
  }

  /**
   * A name for the code that computes a unit, such as a commit or a release; needed. Results of an
   * earlier run are taken over only when it is the same, so change it when the code computes
   * something else.
   */
  public SparkRun codeVersion(String version) {
    definition.codeVersion(version);
    return this;
  }

  /** A parameter that results depend on. */
  public SparkRun param(String name, String value) {
    definition.parameter(name, value);
    return this;
  }

  /** A parameter that results depend on. */
  public SparkRun param(String name, long value) {
    return param(name, Long.toString(value));
  }

  /** A parameter that results depend on. */
  public SparkRun param(String name, double value) {
    return param(name, Double.toString(value));
  }

  /**
   * Data that results depend on, by its digest.
   *
   * @param name for messages
   * @param sha256 of its bytes, 64 lower-case hexadecimal digits
   */
  public SparkRun input(String name, String sha256) {
    definition.input(name, sha256);
    return this;
  }

  /**
   * The number of units; needed.
   *
   * @param count 1 to 999,999,999,999
   */
  public SparkRun units(long count) {
    definition.units(count);
    return this;
  }

  /** The seed of all random numbers, 0 by default; see {@link UnitContext#random}. */
  public SparkRun seed(long seed) {
    definition.seed(seed);
    return this;
  }

  /**
   * What to do when the process has a run with another definition: fail, which is the default, and
   * say what differs; or leave that one and start anew.
   */
  public SparkRun onMismatch(OnMismatch choice) {
    this.onMismatch = choice;
    return this;
  }

  /**
   * What to do when the run is done already: return its results, which is the default, or check
   * them.
   */
  public SparkRun onCompleted(OnCompleted choice) {
    this.onCompleted = choice;
    return this;
  }

  /** Who is told how the run goes on. */
  public SparkRun listener(RunListener told) {
    this.listener = told;
    return this;
  }

  /**
   * How often the driver commits progress; {@code spark.cairn.run.commitInterval}, 10 seconds by
   * default. A driver that was cut off by another one stops within this time.
   *
   * @param interval at least 0.1 seconds
   */
  public SparkRun commitInterval(Duration interval) {
    settings = settings.commitInterval(interval);
    return this;
  }

  /**
   * How long a task collects results before it writes them as a part; {@code
   * spark.cairn.run.partInterval}, 10 seconds by default. What a crash costs is at most this time
   * on each core, and the unit that was being computed.
   */
  public SparkRun partInterval(Duration interval) {
    settings = settings.partInterval(interval);
    return this;
  }

  /**
   * Into how many tasks for each core the missing units are cut; {@code
   * spark.cairn.run.tasksPerCore}, 32 by default. More give finer progress and a better balance,
   * and more and smaller parts.
   */
  public SparkRun tasksPerCore(int tasks) {
    settings = settings.tasksPerCore(tasks);
    return this;
  }

  /**
   * Starts or resumes the run and returns when it is done.
   *
   * @param codec writes a result and reads it back
   * @param function computes a unit
   * @throws InvalidRequestException when something that is needed was not set, or the function
   *     cannot be sent to executors
   * @throws dev.cairn.run.RunMismatchException when the process has a run with another definition
   * @throws FencedException when another driver has taken the process over; the job is cancelled
   * @throws UnitFailedException when the function threw
   * @throws RunInterruptedException when this thread was interrupted or Spark was stopped
   * @throws RunFailedException when Spark gave up for another reason
   */
  public <R> RunResult<R> run(Codec<R> codec, UnitFunction<R> function) {
    if (store == null || process == null) {
      throw new InvalidRequestException(
          "A run needs a store and a process: call store(...), or set spark.cairn.store, and process(...) before run(...).");
    }
    RunDefinition defined = definition.resultSchema(codec.name()).build();
    Sendable.require("function of units", function);
    Sendable.require("codec of results", codec);
    return new RunCycle(spark, settings, listener, onMismatch, onCompleted)
        .run(
            store,
            process,
            defined,
            codec,
            parts ->
                new UnitComputation(
                    spark,
                    new ComputeTask<>(
                        parts,
                        function,
                        codec,
                        defined.seed(),
                        settings.limits(),
                        TaskMeters.register(spark.sc())),
                    settings.tasksPerCore()));
  }
}
