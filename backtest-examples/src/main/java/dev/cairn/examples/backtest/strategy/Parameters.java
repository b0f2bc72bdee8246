package dev.cairn.examples.backtest.strategy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters of one strategy by name, in the order of its family's axes. Immutable.
 *
 * @param values by name; every value is finite
 */
public record Parameters(Map<String, Double> values) {
  /** Copies the values and keeps their order. */
  public Parameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * A parameter's value.
   *
   * @throws IllegalArgumentException when there is no parameter of that name
   */
  public double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("There is no parameter '" + name + "' in " + this);
    }
    return value;
  }

  /**
   * A parameter that counts bars.
   *
   * @throws IllegalArgumentException when there is no such parameter or it is not a whole number
   */
  public int count(String name) {
    double value = value(name);
    if (value != StrictMath.rint(value)) {
      throw new IllegalArgumentException("Parameter '" + name + "' must be whole, not " + value);
    }
    return (int) value;
  }

  /** A number without a fraction that says nothing: {@code 20} and {@code 1.25}. */
  public static String format(double value) {
    return value == StrictMath.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** The parameters as one line, such as {@code fast=10 slow=50}. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + format(entry.getValue()))
        .collect(Collectors.joining(" "));
  }
}
