package dev.cairn.benchmarks.throughput;

import java.util.List;

/** The middle of some measurements. */
public final class Medians {
  private Medians() {}

  /** The middle one, or the mean of the two in the middle. */
  public static double of(List<? extends Number> values) {
    List<Double> sorted = values.stream().map(Number::doubleValue).sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
