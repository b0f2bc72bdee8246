package dev.cairn.spark.sql;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table that the driver makes of what the log says, when a query runs.
 *
 * @param <T> what a row is made of
 * @param columns of the table
 * @param source reads what is listed now
 */
record Listing<T>(List<ListedColumn<T>> columns, Source<T> source) {
  /** Where rows come from. */
  @FunctionalInterface
  interface Source<T> {
    /** All that is listed now; of what only some columns need, it may leave out the others. */
    List<T> read(Set<String> columns);
  }

  StructType type() {
    return new StructType(columns.stream().map(ListedColumn::field).toArray(StructField[]::new));
  }

  /** The columns that filters can be about before rows are made. */
  List<StructField> filterable() {
    return columns.stream()
        .map(ListedColumn::field)
        .filter(field -> !field.nullable() && field.dataType() instanceof AtomicType)
        .toList();
  }

  /** The rows for which all filters hold, with the wanted columns. */
  InternalRow[] rows(StructType wanted, PushedConditions filters) {
    Condition condition = filters.all();
    Set<String> needed = new HashSet<>(filters.columns());
    needed.addAll(List.of(wanted.fieldNames()));
    Map<String, ListedColumn<T>> byName = new HashMap<>();
    columns.forEach(column -> byName.put(column.field().name(), column));
    List<ListedColumn<T>> taken =
        Arrays.stream(wanted.fieldNames())
            .map(name -> Objects.requireNonNull(byName.get(name)))
            .toList();
    return source.read(needed).stream()
        .filter(
            of ->
                condition.holds(
                    name ->
                        Objects.requireNonNull(
                            Objects.requireNonNull(byName.get(name)).value().apply(of))))
        .map(of -> row(taken, of))
        .toArray(InternalRow[]::new);
  }

  private InternalRow row(List<ListedColumn<T>> taken, T of) {
    return new GenericInternalRow(taken.stream().map(column -> column.value().apply(of)).toArray());
  }
}
