package dev.cairn.benchmarks.throughput;

import java.util.Locale;

/** Which way bytes go. */
enum Direction {
  SAVE,
  RESTORE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
