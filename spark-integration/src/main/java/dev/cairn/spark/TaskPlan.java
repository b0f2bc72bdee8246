package dev.cairn.spark;

import dev.cairn.run.IntervalSet;
import dev.cairn.run.UnitInterval;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Cuts units into the assignments of tasks. An assignment is an array of first and last units, pair
 * by pair, in order: what any serializer of Spark can send.
 *
 * <p>More tasks than cores, so that units of unequal cost still keep all cores busy to the end, and
 * so that the driver hears of progress often. Not more than {@value #MOST_TASKS}, which Spark's
 * scheduler handles with ease and which keeps the number of parts, and with it the requests of a
 * listing, small. How units are cut into tasks has no influence on results.
 */
final class TaskPlan {
  static final int MOST_TASKS = 10_000;

  private TaskPlan() {}

  /** The assignments that together hold exactly {@code units}; at least one when there are any. */
  static List<long[]> assignments(IntervalSet units, int cores, int tasksPerCore) {
    long tasks = Math.max(1, Math.min(MOST_TASKS, (long) cores * tasksPerCore));
    long unitsPerTask = Math.max(1, (units.size() + tasks - 1) / tasks);
    var assignments = new ArrayList<long[]>();
    var open = new ArrayList<UnitInterval>();
    long collected = 0;
    for (UnitInterval piece : units.split(unitsPerTask)) {
      if (collected > 0 && collected + piece.size() > unitsPerTask) {
        assignments.add(bounds(open));
        open.clear();
        collected = 0;
      }
      open.add(piece);
      collected += piece.size();
    }
    if (!open.isEmpty()) {
      assignments.add(bounds(open));
    }
    return assignments;
  }

  /** The units of an assignment. */
  static IntervalSet units(long[] assignment) {
    var intervals = new ArrayList<UnitInterval>();
    for (int i = 0; i < assignment.length; i += 2) {
      intervals.add(new UnitInterval(assignment[i], assignment[i + 1]));
    }
    return IntervalSet.of(intervals);
  }

  /**
   * The cores that there are or will be. When a driver starts, its executors may not have arrived
   * yet, so what was asked for counts too.
   */
  static int cores(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    int perExecutor = conf.getInt("spark.executor.cores", 1);
    int executors = conf.getInt("spark.executor.instances", 0);
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      executors = Math.max(executors, conf.getInt("spark.dynamicAllocation.maxExecutors", 0));
    }
    return (int)
        Math.min(MOST_TASKS, Math.max(spark.defaultParallelism(), (long) executors * perExecutor));
  }

  private static long[] bounds(List<UnitInterval> intervals) {
    var bounds = new long[2 * intervals.size()];
    for (int i = 0; i < intervals.size(); i++) {
      bounds[2 * i] = intervals.get(i).first();
      bounds[2 * i + 1] = intervals.get(i).last();
    }
    return bounds;
  }
}
