package dev.cairn.spark;

import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointManagerBuilder;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a computation whose tasks, the ranks, run side by side in a barrier stage, as
 * training does. Rank 0 alone commits; all ranks start from the same version, which rank 0 resolves
 * once, and none goes on from a save before it is durable.
 *
 * <pre>{@code
 * List<Double> losses = RankCheckpoints.run(spark, 4, store, ProcessId.training("ranker"), ranks -> {
 *   double[] weights = ranks.start()
 *       .map(last -> last.open().item("weights", Codecs.doubles()))
 *       .orElseGet(() -> new double[10]);
 *   for (long step = ranks.step(); step < 100; step++) {
 *     ... // each rank its share, ranks.exchange, and all have the same weights
 *     ranks.save(Progress.at(step + 1).of(100), () -> State.of("weights", Codecs.doubles(), weights));
 *   }
 *   return loss(weights);
 * });
 * }</pre>
 *
 * <p>When a rank dies, all ranks are started anew, and they join again: rank 0 opens the process
 * for writing, which fences the rank 0 of before, should it still run somewhere. {@link #save} and
 * {@link #exchange} are barriers: every rank calls them, in the same order. A rank in which one of
 * them failed cannot go on: each further call throws, and the stage starts anew. Used by the thread
 * of the task.
 */
public final class RankCheckpoints implements AutoCloseable {
  private static final int COMMITTER = 0;

  /** Where a rank starts: version and step of the newest checkpoint; zeros before the first. */
  private record Begin(long version, long step) {
    static Begin parse(String text) {
      int space = text.indexOf(' ');
      return new Begin(
          Long.parseLong(text, 0, space, 10), Long.parseLong(text, space + 1, text.length(), 10));
    }

    String format() {
      return version + " " + step;
    }
  }

  private final BarrierTaskContext ranks;
  private final StoreReference store;
  private final ProcessId process;
  private final @Nullable CheckpointManager manager;
  private final Begin begin;
  private @Nullable Throwable failure;

  private RankCheckpoints(
      BarrierTaskContext ranks,
      StoreReference store,
      ProcessId process,
      @Nullable CheckpointManager manager,
      Begin begin) {
    this.ranks = ranks;
    this.store = store;
    this.process = process;
    this.manager = manager;
    this.begin = begin;
  }

  /**
   * Runs a function in each rank of a barrier stage and returns what they return, in the order of
   * ranks. When a rank fails, all start anew from the last save, until {@code
   * spark.stage.maxConsecutiveAttempts} (4) attempts one after the other saved nothing; then what
   * Spark reports is thrown. When the driver dies, call it again: it goes on from the last save.
   *
   * @param ranks how many; the cluster must have so many free cores at once
   * @throws InvalidRequestException when the function cannot be sent to executors
   */
  public static <R> List<R> run(
      JavaSparkContext spark,
      int ranks,
      StoreReference store,
      ProcessId process,
      RankFunction<R> function) {
    return new RankStage<>(spark, ranks, store, process, function).run();
  }

  /**
   * Joins the other ranks of the barrier stage that the caller is a task of, and waits for them.
   * Rank 0 opens the process for writing, reads the newest checkpoint that is whole, and tells the
   * others which one that is.
   *
   * @param settings what rank 0 opens the process with, such as what to keep; store and process are
   *     set already
   * @throws InvalidRequestException when the caller is no task of a barrier stage
   */
  public static RankCheckpoints join(
      StoreReference store, ProcessId process, UnaryOperator<CheckpointManagerBuilder> settings) {
    if (!(TaskContext.get() instanceof BarrierTaskContext ranks)) {
      throw new InvalidRequestException(
          "The ranks of %s cannot join: this is no task of a barrier stage. Call rdd.barrier().mapPartitions(...) and join in its function."
              .formatted(process));
    }
    if (ranks.partitionId() != COMMITTER) {
      var begin = Begin.parse(ranks.allGather("")[COMMITTER]);
      return new RankCheckpoints(ranks, store, process, null, begin);
    }
    CheckpointManager manager =
        settings
            .apply(CheckpointManager.builder().store(store.openUncached()).process(process))
            .open();
    try {
      var begin =
          manager
              .restoreLatest()
              .map(last -> new Begin(last.checkpoint().version(), last.progress().step()))
              .orElse(new Begin(0, 0));
      ranks.allGather(begin.format());
      return new RankCheckpoints(ranks, store, process, manager, begin);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /** The number of this rank, from 0. */
  public int rank() {
    return ranks.partitionId();
  }

  /** How many ranks there are. */
  public int ranks() {
    return ranks.numPartitions();
  }

  /**
   * Tells a text to all ranks, and returns what each has told, in the order of ranks. A barrier.
   *
   * @param text for small things, such as a sum: it goes through the driver
   */
  public List<String> exchange(String text) {
    return together(() -> List.of(ranks.allGather(text)));
  }

  /** The checkpoint to start from, the same for all ranks; empty when there is none yet. */
  public Optional<CheckpointReference> start() {
    return begin.version() == 0
        ? Optional.empty()
        : Optional.of(CheckpointReference.of(store, process, begin.version()));
  }

  /** The step of that checkpoint, 0 when there is none: how many steps are done. */
  public long step() {
    return begin.step();
  }

  /**
   * Saves a checkpoint: rank 0 commits its state, and all ranks wait until it is durable. A
   * barrier, so every rank calls it, with the same progress.
   *
   * @param state asked for in rank 0 alone
   * @return which checkpoint it is, in every rank
   * @throws dev.cairn.FencedException in rank 0, when another writer has opened the process; the
   *     stage fails, in all ranks
   */
  public CheckpointReference save(Progress progress, Supplier<State> state) {
    return together(
        () -> {
          String version =
              manager == null ? "" : Long.toString(manager.save(progress, state.get()).version());
          return CheckpointReference.of(
              store, process, Long.parseLong(ranks.allGather(version)[COMMITTER]));
        });
  }

  /**
   * A step that all ranks take together. A rank that failed in one is out of step with the others:
   * what it told next they would take for the answer to the step that it left out.
   */
  private <R> R together(Supplier<R> step) {
    requireInStep();
    try {
      return step.get();
    } catch (Throwable e) { // Scala throws checked exceptions that no signature names
      failure = e;
      throw e;
    }
  }

  /** Throws when this rank is out of step, also where the function took no notice of it. */
  void requireInStep() {
    if (failure != null) {
      throw new IllegalStateException(
          "Rank %d of %s failed in save or exchange, and cannot go on: let that failure end the function, so that all ranks start anew."
              .formatted(rank(), process),
          failure);
    }
  }

  /** Lets go of the process; waits for nobody. */
  @Override
  public void close() {
    if (manager != null) {
      manager.close();
    }
  }
}
