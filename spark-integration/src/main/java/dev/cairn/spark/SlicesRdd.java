package dev.cairn.spark;

import dev.cairn.run.PartSlice;
import dev.cairn.spark.locality.PartPlaces;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * Slices of parts, a group in each partition, as the text that {@link ReadSlices} reads. A
 * partition prefers the executor that has read its parts last, as it is known when a job begins. A
 * task carries its own group alone.
 */
final class SlicesRdd extends RDD<String[]> {
  private final transient PartsReference parts;
  private final transient List<String[]> groups;
  private final transient PartPlaces places;

  private static final class Group implements Partition {
    private final int index;
    private final String[] slices;

    Group(int index, String[] slices) {
      this.index = index;
      this.slices = slices;
    }

    @Override
    public int index() {
      return index;
    }
  }

  SlicesRdd(SparkContext spark, PartsReference parts, List<String[]> groups, PartPlaces places) {
    super(
        spark,
        CollectionConverters.asScala(List.<Dependency<?>>of()).toSeq(),
        ClassTag$.MODULE$.apply(String[].class));
    this.parts = parts;
    this.groups = groups;
    this.places = places;
  }

  @Override
  public Partition[] getPartitions() {
    return IntStream.range(0, groups.size())
        .mapToObj(index -> new Group(index, groups.get(index)))
        .toArray(Partition[]::new);
  }

  @Override
  public Iterator<String[]> compute(Partition group, TaskContext task) {
    return CollectionConverters.asScala(
        Collections.singletonList(((Group) group).slices).iterator());
  }

  @Override
  public Seq<String> getPreferredLocations(Partition group) {
    return CollectionConverters.asScala(
            places.preferred(
                Arrays.stream(((Group) group).slices)
                    .map(SliceText::parse)
                    .map(PartSlice::part)
                    .mapToLong(part -> PartPlaces.key(parts.store(), parts.prefix(), part))))
        .toSeq();
  }
}
