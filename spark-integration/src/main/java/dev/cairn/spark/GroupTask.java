package dev.cairn.spark;

import dev.cairn.run.PartName;
import dev.cairn.run.UnitInterval;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * Computes the partitions of a group one after the other on an executor, as if each had a task of
 * its own, and writes each as one part when it is computed; returns what it wrote or found. An
 * attempt that is not the first looks at what earlier ones have left, and computes only the rest.
 */
final class GroupTask<T>
    extends AbstractFunction2<TaskContext, Iterator<PartitionGroup<T>>, String[]>
    implements Serializable {
  private final PartitionStore<T> store;

  GroupTask(PartitionStore<T> store) {
    this.store = store;
  }

  @Override
  public String[] apply(TaskContext task, Iterator<PartitionGroup<T>> groups) {
    PartitionGroup<T> group = groups.next();
    var writer = new PartWriter(store.parts(), store.meters());
    Map<Long, PartName> found = found(group.partitions(), task, writer);
    store.meters().restored(found.size());
    var stored = new ArrayList<StoredPart>();
    found.values().forEach(part -> stored.add(new StoredPart(part, Optional.empty())));
    for (Partition partition : group.partitions()) {
      long unit = partition.index();
      if (!found.containsKey(unit)) {
        byte[] encoded =
            PartitionContext.within(
                task,
                partition.index(),
                Math.toIntExact(store.parts().units()),
                context -> store.encode(context, group.elements(partition, context)));
        stored.add(store.write(writer, unit, encoded));
      }
    }
    return stored.stream().map(StoredPart::text).toArray(String[]::new);
  }

  /** What earlier attempts have left, by unit. */
  private static Map<Long, PartName> found(
      List<Partition> partitions, TaskContext task, PartWriter writer) {
    var units =
        new UnitInterval(partitions.get(0).index(), partitions.get(partitions.size() - 1).index());
    var found = new HashMap<Long, PartName>();
    for (PartName part : writer.found(task, units)) {
      found.putIfAbsent(part.units().first(), part);
    }
    return found;
  }
}
