package dev.cairn.spark;

import dev.cairn.run.PartName;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What the tasks of a run count, as accumulators that Spark shows with each stage while it runs. An
 * attempt that fails leaves its counts out; what it had stored the next one finds and counts as
 * restored. So computed and restored units together are those that are done.
 */
final class TaskMeters implements Serializable {
  static final String COMPUTED = "Cairn units computed";
  static final String RESTORED = "Cairn units restored";
  static final String PARTS = "Cairn parts written";
  static final String BYTES = "Cairn bytes written";

  private final LongAccumulator computed;
  private final LongAccumulator restored;
  private final LongAccumulator parts;
  private final LongAccumulator bytes;

  private TaskMeters(SparkContext spark) {
    computed = spark.longAccumulator(COMPUTED);
    restored = spark.longAccumulator(RESTORED);
    parts = spark.longAccumulator(PARTS);
    bytes = spark.longAccumulator(BYTES);
  }

  /** New ones, that begin at zero. */
  static TaskMeters register(SparkContext spark) {
    return new TaskMeters(spark);
  }

  /**
   * Counts units that need not be computed. Spark shows an accumulator with a stage only when a
   * task has added to it, so each task calls this, with zero if need be.
   */
  void restored(long units) {
    restored.add(units);
  }

  /**
   * Counts a part that this task has written.
   *
   * @param sent bytes of it that went to the store
   */
  void wrote(PartName part, long sent) {
    computed.add(part.units().size());
    parts.add(1L);
    bytes.add(sent);
    JvmCounts.wrote(part.units().size());
  }
}
