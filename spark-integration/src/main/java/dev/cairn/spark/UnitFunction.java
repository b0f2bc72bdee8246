package dev.cairn.spark;

import java.io.Serializable;

/**
 * Computes one unit of a run. It is sent to executors by Java serialization, as every function that
 * Spark runs, so what it captures must be serializable.
 *
 * <p><b>The same unit must give the same result</b>, on every machine and at every attempt: units
 * are computed anew after a crash, and sometimes twice at once. So a result may depend on the
 * unit's number, on what the run's definition names (parameters, inputs, code version) and on
 * {@link UnitContext#random}, and on nothing else: not on the clock, not on another source of
 * random numbers, not on other units.
 *
 * @param <R> the result; the run's codec turns it into bytes and back
 */
@FunctionalInterface
public interface UnitFunction<R> extends Serializable {
  /**
   * Computes a unit.
   *
   * @param unit its number, from 0
   * @param context what belongs to this unit
   * @return its result, never null
   * @throws Exception whatever went wrong; Spark tries the task again as often as {@code
   *     spark.task.maxFailures} says, then the run ends with {@link UnitFailedException}
   */
  R compute(long unit, UnitContext context) throws Exception;
}
