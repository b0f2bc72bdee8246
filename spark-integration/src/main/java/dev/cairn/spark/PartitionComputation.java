package dev.cairn.spark;

import dev.cairn.run.IntervalSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.rdd.RDD;

/**
 * Computes the partitions of an RDD, so many in each task; stages before it run as Spark needs
 * them.
 */
record PartitionComputation<T>(RDD<T> rdd, PartitionStore<T> store, int partitionsPerTask)
    implements Computation {
  @Override
  public SparkJob<?, String[]> start(JobLabel label, IntervalSet missing) {
    List<Integer> partitions =
        missing.intervals().stream()
            .flatMapToLong(units -> LongStream.rangeClosed(units.first(), units.last()))
            .mapToObj(Math::toIntExact)
            .toList();
    if (partitionsPerTask == 1) {
      return SparkJob.start(label, rdd, partitions, new PartitionTask<>(store));
    }
    var groups = new ArrayList<List<Integer>>();
    for (int from = 0; from < partitions.size(); from += partitionsPerTask) {
      int to = Math.min(partitions.size(), from + partitionsPerTask);
      groups.add(List.copyOf(partitions.subList(from, to)));
    }
    List<Integer> all = IntStream.range(0, groups.size()).boxed().toList();
    return SparkJob.start(label, new GroupedRdd<>(rdd, groups), all, new GroupTask<>(store));
  }

  @Override
  public TaskMeters meters() {
    return store.meters();
  }
}
