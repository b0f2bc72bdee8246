package dev.cairn.spark;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all runs together did in this JVM since it started. Safe for use by many threads. */
final class JvmCounts {
  private static final LongAdder COMPUTED = new LongAdder();
  private static final LongAdder RESTORED = new LongAdder();
  private static final LongAdder PARTS = new LongAdder();
  private static final AtomicLong LAST_COMMIT = new AtomicLong();

  private JvmCounts() {}

  /** A task has written a part of so many units. */
  static void wrote(long units) {
    COMPUTED.add(units);
    PARTS.increment();
  }

  /** A driver has found so many units in the store. */
  static void restored(long units) {
    RESTORED.add(units);
  }

  /** A driver has committed a checkpoint. */
  static void committed(long version) {
    LAST_COMMIT.set(version);
  }

  /** Units whose results tasks have stored, those of attempts that failed later included. */
  static long unitsComputed() {
    return COMPUTED.sum();
  }

  static long unitsRestored() {
    return RESTORED.sum();
  }

  static long partsWritten() {
    return PARTS.sum();
  }

  /** The version of the checkpoint that was committed last, whatever its process; 0 for none. */
  static long lastCommit() {
    return LAST_COMMIT.get();
  }
}
