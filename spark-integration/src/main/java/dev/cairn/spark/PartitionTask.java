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
import scala.runtime.AbstractFunction2;

/**
 * Takes in one partition on an executor and writes it as one part, under a name of its own, as
 * {@link ComputeTask} does; returns the name and the digest of what it holds. The number of the
 * partition is the unit.
 */
final class PartitionTask<T> extends AbstractFunction2<TaskContext, Iterator<T>, String[]>
    implements Serializable {
  private final PartsReference parts;
  private final Codec<T> codec;
  private final ElementOrder order;
  private final PartBuffer.Limits limits;
  private final TaskMeters meters;

  PartitionTask(
      PartsReference parts,
      Codec<T> codec,
      ElementOrder order,
      PartBuffer.Limits limits,
      TaskMeters meters) {
    this.parts = parts;
    this.codec = codec;
    this.order = order;
    this.limits = limits;
    this.meters = meters;
  }

  TaskMeters meters() {
    return meters;
  }

  @Override
  public String[] apply(TaskContext task, Iterator<T> elements) {
    long unit = task.partitionId();
    var encoded = new ArrayList<byte[]>();
    while (elements.hasNext()) {
      task.killTaskIfInterrupted();
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
    var buffer = new PartBuffer(unit, limits, System::nanoTime);
    var bytes = new ByteArrayOutputStream();
    try {
      PartitionCodec.write(encoded, bytes);
    } catch (IOException e) {
      throw new UnitFailure(unit, e);
    }
    byte[] result = bytes.toByteArray();
    buffer.add(result);
    meters.restored(0);
    PartName part = new PartWriter(parts, meters).write(buffer);
    byte[] digest = ResultDigest.unitDigests(List.of(result));
    return new String[] {new StoredPart(part, Optional.of(digest)).text()};
  }
}
