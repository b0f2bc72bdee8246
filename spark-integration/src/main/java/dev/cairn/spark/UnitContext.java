package dev.cairn.spark;

import dev.cairn.run.UnitRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What belongs to one unit while it is computed: its number, its random numbers, and whether anyone
 * still wants its result. For one unit and one thread.
 */
public final class UnitContext {
  private final long unit;
  private final RandomGenerator random;
  private final BooleanSupplier interrupted;

  private UnitContext(long unit, RandomGenerator random, BooleanSupplier interrupted) {
    this.unit = unit;
    this.random = random;
    this.interrupted = interrupted;
  }

  /**
   * The context that a unit has in any run with that seed, for computing a single unit outside of a
   * run: to look at one result again, or to test a function.
   */
  public static UnitContext of(long seed, long unit) {
    return of(seed, unit, () -> Thread.currentThread().isInterrupted());
  }

  static UnitContext of(long seed, long unit, BooleanSupplier interrupted) {
    return new UnitContext(unit, UnitRandom.of(seed, unit), interrupted);
  }

  /** The number of the unit, from 0. */
  public long unit() {
    return unit;
  }

  /**
   * The unit's random numbers. They depend on the run's seed and on the unit's number alone, so a
   * unit draws the same ones wherever and however often it is computed. Not safe for several
   * threads.
   */
  public RandomGenerator random() {
    return random;
  }

  /**
   * Whether the result is no longer wanted, because the job was cancelled or another attempt was
   * faster. A long computation may look at this now and then, and throw.
   */
  public boolean isInterrupted() {
    return interrupted.getAsBoolean();
  }
}
