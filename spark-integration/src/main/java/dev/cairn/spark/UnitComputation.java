package dev.cairn.spark;

import dev.cairn.run.IntervalSet;
import org.apache.spark.api.java.JavaSparkContext;

/** Computes units by a function of their numbers, many in each task. */
record UnitComputation(JavaSparkContext spark, ComputeTask<?> task, int tasksPerCore)
    implements Computation {
  @Override
  public SparkJob<?, String[]> start(JobLabel label, IntervalSet missing) {
    var assignments = TaskPlan.assignments(missing, TaskPlan.cores(spark), tasksPerCore);
    return SparkJob.start(spark, label, assignments, task);
  }

  @Override
  public TaskMeters meters() {
    return task.meters();
  }
}
