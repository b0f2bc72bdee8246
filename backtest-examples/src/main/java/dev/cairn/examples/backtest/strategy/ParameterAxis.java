package dev.cairn.examples.backtest.strategy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * One parameter of a strategy family and the values it takes in the grid.
 *
 * @param name of the parameter: letters only, unique in its family
 * @param unit of its values, for axis labels, such as {@code days}
 * @param values in the order of the grid, each finite, without repetition
 */
public record ParameterAxis(String name, String unit, List<Double> values) {
  /** Checks the name and the values. */
  public ParameterAxis {
    if (!name.matches("[A-Za-z]+")) {
      throw new IllegalArgumentException("A parameter's name has letters only, not " + name);
    }
    values = List.copyOf(values);
    if (values.isEmpty() || new HashSet<>(values).size() != values.size()) {
      throw new IllegalArgumentException(name + " needs values, each of them once");
    }
    if (values.stream().anyMatch(value -> !Double.isFinite(value))) {
      throw new IllegalArgumentException(name + " has a value that is not finite");
    }
  }

  /** An axis with the listed values. */
  static ParameterAxis of(String name, String unit, double... values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return new ParameterAxis(name, unit, list);
  }

  /** An axis of whole numbers of days, {@code first} to at most {@code last} by {@code step}. */
  static ParameterAxis days(String name, int first, int last, int step) {
    List<Double> list = new ArrayList<>();
    for (int value = first; value <= last; value += step) {
      list.add((double) value);
    }
    return new ParameterAxis(name, "days", list);
  }
}
