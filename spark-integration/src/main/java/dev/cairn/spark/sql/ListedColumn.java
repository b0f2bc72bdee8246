package dev.cairn.spark.sql;

import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * A column of a listing.
 *
 * @param <T> what a row is made of
 * @param field as Spark knows it
 * @param value in the form that Spark keeps values of that type in
 */
record ListedColumn<T>(StructField field, Function<T, @Nullable Object> value) {
  /** A column that is never null, so that filters may be about it. */
  static <T> ListedColumn<T> of(String name, DataType type, Function<T, @Nullable Object> value) {
    return new ListedColumn<>(DataTypes.createStructField(name, type, false), value);
  }

  /** A column that some rows have no value of. */
  static <T> ListedColumn<T> optional(
      String name, DataType type, Function<T, @Nullable Object> value) {
    return new ListedColumn<>(DataTypes.createStructField(name, type, true), value);
  }
}
