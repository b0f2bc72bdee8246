package dev.cairn.spark;

import dev.cairn.codec.Codec;
import dev.cairn.run.PartBuffer;
import dev.cairn.run.PartName;
import dev.cairn.run.ResultDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;

/**
 * How executors encode partitions and store them, each as one part. The number of a partition is
 * its unit.
 *
 * @param parts of the run
 * @param meters of the run's tasks
 */
record PartitionStore<T>(
    PartsReference parts,
    Codec<T> codec,
    ElementOrder order,
    PartBuffer.Limits limits,
    TaskMeters meters)
    implements Serializable {
  /**
   * The elements of a partition, as {@link PartitionCodec} writes them.
   *
   * @param context of the partition
   * @throws UnitFailure when one cannot be encoded; what computing them throws comes as it is
   */
  byte[] encode(TaskContext context, Iterator<T> elements) {
    long unit = context.partitionId();
    var encoded = new ArrayList<byte[]>();
    while (elements.hasNext()) {
      context.killTaskIfInterrupted();
      T element = elements.next(); // what this throws Spark must see as it is
      try {
        encoded.add(codec.toBytes(element));
      } catch (IOException | RuntimeException e) {
        throw new UnitFailure(unit, e);
      }
    }
    if (order == ElementOrder.SORTED) {
      encoded.sort(Arrays::compareUnsigned);
    }
    var bytes = new ByteArrayOutputStream();
    try {
      PartitionCodec.write(encoded, bytes);
    } catch (IOException e) {
      throw new UnitFailure(unit, e);
    }
    return bytes.toByteArray();
  }

  /** Writes a partition as a part. */
  StoredPart write(PartWriter writer, long unit, byte[] partition) {
    var buffer = new PartBuffer(unit, limits, System::nanoTime);
    buffer.add(partition);
    PartName part = writer.write(buffer);
    return new StoredPart(part, Optional.of(ResultDigest.unitDigests(List.of(partition))));
  }
}
