package dev.cairn.spark;

import dev.cairn.run.IntervalSet;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.rdd.RDD;

/** Computes the partitions of an RDD, each in a task; stages before it run as Spark needs them. */
record PartitionComputation<T>(RDD<T> rdd, PartitionTask<T> task) implements Computation {
  @Override
  public SparkJob<?, String[]> start(JobLabel label, IntervalSet missing) {
    List<Integer> partitions =
        missing.intervals().stream()
            .flatMapToLong(units -> LongStream.rangeClosed(units.first(), units.last()))
            .mapToObj(Math::toIntExact)
            .toList();
    return SparkJob.start(label, rdd, partitions, task);
  }

  @Override
  public TaskMeters meters() {
    return task.meters();
  }
}
