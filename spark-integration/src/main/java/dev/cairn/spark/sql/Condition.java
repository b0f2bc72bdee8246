package dev.cairn.spark.sql;

import dev.cairn.run.IntervalSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * A filter of a query that is evaluated before rows are made. It is over columns that are never
 * null, so it is true or false and never unknown.
 */
sealed interface Condition {
  /** Whether it is so for a row, of which {@code value} gives the columns. */
  boolean holds(Function<String, Object> value);

  /** The units, of {@code count}, for which it is so, when it is about their numbers alone. */
  IntervalSet units(long count);

  /** A column against a value of its type. */
  record Comparison(String column, Operator operator, Object than) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return operator.holds(order(value.apply(column), than));
    }

    @Override
    public IntervalSet units(long count) {
      IntervalSet all = IntervalSet.all(count);
      long unit = (Long) than;
      IntervalSet below = IntervalSet.all(Math.max(0, Math.min(unit, count)));
      IntervalSet upTo = unit >= count ? all : IntervalSet.all(Math.max(0, unit + 1));
      return switch (operator) {
        case EQUAL -> upTo.subtract(below);
        case UNEQUAL -> all.subtract(upTo.subtract(below));
        case LESS -> below;
        case LESS_OR_EQUAL -> upTo;
        case GREATER -> all.subtract(upTo);
        case GREATER_OR_EQUAL -> all.subtract(below);
      };
    }
  }

  /** Whether a column has one of some values. */
  record Membership(String column, List<Object> values) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return values.contains(value.apply(column));
    }

    @Override
    public IntervalSet units(long count) {
      return IntervalSet.of(
          values.stream()
              .flatMap(
                  value ->
                      new Comparison(column, Operator.EQUAL, value)
                          .units(count).intervals().stream())
              .toList());
    }
  }

  /** Both. */
  record And(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return left.holds(value) && right.holds(value);
    }

    @Override
    public IntervalSet units(long count) {
      return left.units(count).intersect(right.units(count));
    }
  }

  /** One of them, or both. */
  record Or(Condition left, Condition right) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return left.holds(value) || right.holds(value);
    }

    @Override
    public IntervalSet units(long count) {
      return left.units(count).union(right.units(count));
    }
  }

  /** What is not so. */
  record Not(Condition of) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return !of.holds(value);
    }

    @Override
    public IntervalSet units(long count) {
      return IntervalSet.all(count).subtract(of.units(count));
    }
  }

  /** Whatever the row. */
  record Always(boolean so) implements Condition {
    @Override
    public boolean holds(Function<String, Object> value) {
      return so;
    }

    @Override
    public IntervalSet units(long count) {
      return so ? IntervalSet.all(count) : IntervalSet.empty();
    }
  }

  /** How a column is compared. */
  enum Operator {
    EQUAL,
    UNEQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    private boolean holds(int order) {
      return switch (this) {
        case EQUAL -> order == 0;
        case UNEQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }

    private Operator turned() {
      return switch (this) {
        case EQUAL -> EQUAL;
        case UNEQUAL -> UNEQUAL;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }

    private static Optional<Operator> of(String name) {
      return switch (name) {
        case "=", "<=>" -> Optional.of(EQUAL);
        case "<>" -> Optional.of(UNEQUAL);
        case "<" -> Optional.of(LESS);
        case "<=" -> Optional.of(LESS_OR_EQUAL);
        case ">" -> Optional.of(GREATER);
        case ">=" -> Optional.of(GREATER_OR_EQUAL);
        default -> Optional.empty();
      };
    }
  }

  /**
   * The condition that says exactly what a predicate of Spark does, or empty when there is none:
   * then Spark has to evaluate it.
   *
   * @param columns that conditions may be about, which are never null
   */
  static Optional<Condition> of(Expression predicate, List<StructField> columns) {
    if (!(predicate instanceof Predicate of)) {
      return Optional.empty();
    }
    Expression[] children = of.children();
    return switch (of.name()) {
      case "ALWAYS_TRUE" -> Optional.of(new Always(true));
      case "ALWAYS_FALSE" -> Optional.of(new Always(false));
      case "IS_NOT_NULL" -> column(children[0], columns).map(column -> new Always(true));
      case "IS_NULL" -> column(children[0], columns).map(column -> new Always(false));
      case "NOT" -> of(children[0], columns).map(Not::new);
      case "AND" ->
          of(children[0], columns)
              .flatMap(left -> of(children[1], columns).map(right -> new And(left, right)));
      case "OR" ->
          of(children[0], columns)
              .flatMap(left -> of(children[1], columns).map(right -> new Or(left, right)));
      case "IN" -> membership(children, columns);
      default ->
          Operator.of(of.name()).flatMap(operator -> comparison(operator, children, columns));
    };
  }

  private static Optional<Condition> comparison(
      Operator operator, Expression[] children, List<StructField> columns) {
    Optional<Condition> straight =
        column(children[0], columns)
            .flatMap(
                left ->
                    value(children[1], left.dataType())
                        .map(value -> new Comparison(left.name(), operator, value)));
    return straight.or(
        () ->
            column(children[1], columns)
                .flatMap(
                    right ->
                        value(children[0], right.dataType())
                            .map(value -> new Comparison(right.name(), operator.turned(), value))));
  }

  private static Optional<Condition> membership(Expression[] children, List<StructField> columns) {
    Optional<StructField> column = column(children[0], columns);
    List<Object> values = new ArrayList<>();
    for (Expression child : Arrays.asList(children).subList(1, children.length)) {
      column.flatMap(of -> value(child, of.dataType())).ifPresent(values::add);
    }
    return column
        .filter(of -> values.size() == children.length - 1)
        .map(of -> new Membership(of.name(), values));
  }

  private static Optional<StructField> column(Expression expression, List<StructField> columns) {
    return expression instanceof NamedReference name && name.fieldNames().length == 1
        ? columns.stream().filter(column -> column.name().equals(name.fieldNames()[0])).findFirst()
        : Optional.empty();
  }

  private static Optional<Object> value(Expression expression, DataType type) {
    return expression instanceof Literal<?> literal && literal.dataType().equals(type)
        ? Optional.ofNullable(literal.value())
        : Optional.empty();
  }

  @SuppressWarnings("unchecked") // both are values of one column's type: Long or UTF8String
  private static int order(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
