package dev.cairn.spark;

import dev.cairn.run.IntervalSet;

/** How the units of a run are computed that are not stored yet. */
@FunctionalInterface
interface Computation {
  /**
   * Starts a job that computes these units and writes them as parts. Each of its tasks returns the
   * names of the parts that it has written or found.
   *
   * @param description what Spark's user interface shows
   * @param missing at least one unit
   */
  SparkJob<?, String[]> start(String description, IntervalSet missing);
}
