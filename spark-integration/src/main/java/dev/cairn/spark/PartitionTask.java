package dev.cairn.spark;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * Takes in one partition on an executor and writes it as one part, under a name of its own, as
 * {@link ComputeTask} does; returns the name and the digest of what it holds.
 */
final class PartitionTask<T> extends AbstractFunction2<TaskContext, Iterator<T>, String[]>
    implements Serializable {
  private final PartitionStore<T> store;

  PartitionTask(PartitionStore<T> store) {
    this.store = store;
  }

  @Override
  public String[] apply(TaskContext task, Iterator<T> elements) {
    byte[] partition = store.encode(task, elements);
    store.meters().restored(0);
    var writer = new PartWriter(store.parts(), store.meters());
    return new String[] {store.write(writer, task.partitionId(), partition).text()};
  }
}
