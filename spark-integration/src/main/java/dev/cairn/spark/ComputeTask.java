package dev.cairn.spark;

import dev.cairn.codec.Codec;
import dev.cairn.run.IntervalSet;
import dev.cairn.run.PartBuffer;
import dev.cairn.run.PartName;
import dev.cairn.run.UnitInterval;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;

/**
 * Computes the units of one assignment on an executor and writes their results as parts; returns
 * the names of the parts alone.
 *
 * <p>A part's name holds a random attempt, so attempts of Spark that run at once or one after the
 * other never write the same object, and a part is there whole or not at all. So a task may die
 * anywhere, or run twice, without harm. An attempt that is not the first looks at what earlier ones
 * have left, and computes only the rest.
 */
final class ComputeTask<R> implements TaskFunction<long[], String[]> {
  private final PartsReference parts;
  private final UnitFunction<R> function;
  private final Codec<R> codec;
  private final long seed;
  private final PartBuffer.Limits limits;
  private final TaskMeters meters;

  ComputeTask(
      PartsReference parts,
      UnitFunction<R> function,
      Codec<R> codec,
      long seed,
      PartBuffer.Limits limits,
      TaskMeters meters) {
    this.parts = parts;
    this.function = function;
    this.codec = codec;
    this.seed = seed;
    this.limits = limits;
    this.meters = meters;
  }

  TaskMeters meters() {
    return meters;
  }

  @Override
  public String[] run(long[] assignment, TaskContext task) {
    IntervalSet units = TaskPlan.units(assignment);
    var writer = new PartWriter(parts, meters);
    long assigned = units.size();
    var written = new ArrayList<PartName>();
    var all = new UnitInterval(assignment[0], assignment[assignment.length - 1]);
    for (PartName found : writer.found(task, all)) {
      IntervalSet covered = IntervalSet.of(List.of(found.units()));
      if (!covered.intersect(units).isEmpty()) {
        written.add(found);
        units = units.subtract(covered);
      }
    }
    meters.restored(assigned - units.size());
    for (UnitInterval interval : units.intervals()) {
      var buffer = new PartBuffer(interval.first(), limits, System::nanoTime);
      for (long unit = interval.first(); unit <= interval.last(); unit++) {
        task.killTaskIfInterrupted();
        try {
          buffer.add(compute(unit, task));
        } catch (UnitFailure failure) {
          task.killTaskIfInterrupted(); // what a function throws on an interrupt is no failure
          flush(buffer, writer, written); // what was computed before is good
          throw failure;
        }
        if (buffer.isDue()) {
          flush(buffer, writer, written);
        }
      }
      flush(buffer, writer, written);
    }
    return written.stream().map(PartName::format).toArray(String[]::new);
  }

  private static void flush(PartBuffer buffer, PartWriter writer, List<PartName> written) {
    if (!buffer.isEmpty()) {
      written.add(writer.write(buffer));
    }
  }

  private byte[] compute(long unit, TaskContext task) {
    try {
      R result = function.compute(unit, UnitContext.of(seed, unit, task::isInterrupted));
      if (result == null) {
        throw new NullPointerException("no result: the function returned null");
      }
      return codec.toBytes(result);
    } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
      throw new UnitFailure(unit, e);
    }
  }
}
