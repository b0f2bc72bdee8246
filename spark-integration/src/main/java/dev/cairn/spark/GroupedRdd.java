package dev.cairn.spark;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Groups of partitions of an RDD, each group a partition with one element, which computes what it
 * is asked for. A task carries the partitions of its own group alone, and runs where the first of
 * them would.
 */
final class GroupedRdd<T> extends RDD<PartitionGroup<T>> {
  private final transient RDD<T> of;
  private final transient List<List<Integer>> groups;
  private final Broadcast<byte[]> serialized;

  private static final class Group implements Partition {
    private final int index;
    private final Partition[] partitions;

    Group(int index, Partition[] partitions) {
      this.index = index;
      this.partitions = partitions;
    }

    @Override
    public int index() {
      return index;
    }
  }

  private static final class OnGroup<T> extends NarrowDependency<T> {
    private final transient List<List<Integer>> groups;

    OnGroup(RDD<T> of, List<List<Integer>> groups) {
      super(of);
      this.groups = groups;
    }

    @Override
    public Seq<Object> getParents(int group) {
      return CollectionConverters.asScala(List.<Object>copyOf(groups.get(group))).toSeq();
    }
  }

  /**
   * The groups of partitions of an RDD, which is serialized here.
   *
   * @param groups the numbers of their partitions
   */
  GroupedRdd(RDD<T> of, List<List<Integer>> groups) {
    super(
        of.sparkContext(),
        CollectionConverters.asScala(List.<Dependency<?>>of(new OnGroup<>(of, groups))).toSeq(),
        tag(PartitionGroup.class));
    this.of = of;
    this.groups = groups;
    this.serialized = serialize(of);
  }

  private static <T> Broadcast<byte[]> serialize(RDD<T> of) {
    of.partitions(); // Spark knows them as well when it serializes an RDD for its tasks
    ByteBuffer bytes =
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .serialize(of, GroupedRdd.<RDD<T>>tag(RDD.class));
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return JavaSparkContext.fromSparkContext(of.sparkContext()).broadcast(array);
  }

  private static <C> ClassTag<C> tag(Class<?> of) {
    return ClassTag$.MODULE$.apply(of);
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] all = of.partitions();
    return IntStream.range(0, groups.size())
        .mapToObj(
            group ->
                new Group(
                    group,
                    groups.get(group).stream()
                        .map(partition -> all[partition])
                        .toArray(Partition[]::new)))
        .toArray(Partition[]::new);
  }

  @Override
  public Iterator<PartitionGroup<T>> compute(Partition group, TaskContext task) {
    var partitions = List.of(((Group) group).partitions);
    return CollectionConverters.asScala(
        Collections.singletonList(new PartitionGroup<T>(serialized, partitions)).iterator());
  }
}
