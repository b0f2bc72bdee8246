package dev.cairn.spark;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;

/**
 * Some partitions of an RDD, as a task has them: nothing of them is computed yet.
 *
 * @param serialized the RDD, as the driver has serialized it
 */
record PartitionGroup<T>(Broadcast<byte[]> serialized, List<Partition> partitions) {
  /**
   * The elements of one of them, computed by a copy of the RDD that nobody else uses. So a function
   * that changes what it has captured, such as a random number generator, begins anew with each
   * partition, as it does where Spark sends a task for each.
   *
   * @param context of this partition, in which it must run
   */
  Iterator<T> elements(Partition partition, TaskContext context) {
    RDD<T> own =
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .deserialize(
                ByteBuffer.wrap(serialized.value()),
                Thread.currentThread().getContextClassLoader(),
                ClassTag$.MODULE$.apply(RDD.class));
    return own.iterator(partition, context);
  }
}
