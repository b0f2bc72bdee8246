package dev.cairn.spark.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructField;

/**
 * The filters that Spark hands to a scan and that the scan evaluates itself. All of them hold for a
 * row that is made. Used by one thread.
 */
final class PushedConditions {
  private final List<StructField> columns;
  private List<Predicate> predicates = List.of();
  private List<Condition> conditions = List.of();

  /** None yet; {@code columns} are those that filters may be about, which are never null. */
  PushedConditions(List<StructField> columns) {
    this.columns = columns;
  }

  /** Takes what can be taken, and returns the others, which Spark evaluates. */
  Predicate[] take(Predicate[] offered) {
    var taken = new ArrayList<Predicate>();
    var made = new ArrayList<Condition>();
    List<Predicate> left = new ArrayList<>();
    for (Predicate predicate : offered) {
      Condition.of(predicate, columns)
          .ifPresentOrElse(
              condition -> {
                taken.add(predicate);
                made.add(condition);
              },
              () -> left.add(predicate));
    }
    predicates = List.copyOf(taken);
    conditions = List.copyOf(made);
    return left.toArray(Predicate[]::new);
  }

  Predicate[] taken() {
    return predicates.toArray(Predicate[]::new);
  }

  /** All of them as one. */
  Condition all() {
    return conditions.stream().reduce(new Condition.Always(true), Condition.And::new);
  }

  /** The columns that they are about. */
  Set<String> columns() {
    return predicates.stream()
        .flatMap(predicate -> Arrays.stream(predicate.references()))
        .map(name -> name.fieldNames()[0])
        .collect(Collectors.toSet());
  }

  /** As plans show them. */
  String shown() {
    return Arrays.stream(taken())
        .map(Predicate::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
