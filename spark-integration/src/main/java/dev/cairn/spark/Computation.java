package dev.cairn.spark;

import dev.cairn.run.IntervalSet;

/** How the units of a run are computed that are not stored yet. */
interface Computation {
  /**
   * Starts a job that computes these units and writes them as parts. Each of its tasks returns the
   * parts that it has written or found, as {@link StoredPart} writes them.
   *
   * @param label what Spark's user interface shows
   * @param missing at least one unit
   */
  SparkJob<?, String[]> start(JobLabel label, IntervalSet missing);

  /** What its tasks count. */
  TaskMeters meters();
}
