package dev.cairn.spark;

import dev.cairn.InvalidRequestException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Lays out records of one type as rows of Spark, which has encoders for beans but not for records:
 * a column for each component, in their order. Components are numbers, booleans, strings, enums (by
 * name) or such records (as nested rows).
 */
final class RecordRows {
  private static final Map<Class<?>, DataType> TYPES =
      Map.ofEntries(
          Map.entry(boolean.class, DataTypes.BooleanType),
          Map.entry(Boolean.class, DataTypes.BooleanType),
          Map.entry(byte.class, DataTypes.ByteType),
          Map.entry(Byte.class, DataTypes.ByteType),
          Map.entry(short.class, DataTypes.ShortType),
          Map.entry(Short.class, DataTypes.ShortType),
          Map.entry(int.class, DataTypes.IntegerType),
          Map.entry(Integer.class, DataTypes.IntegerType),
          Map.entry(long.class, DataTypes.LongType),
          Map.entry(Long.class, DataTypes.LongType),
          Map.entry(float.class, DataTypes.FloatType),
          Map.entry(Float.class, DataTypes.FloatType),
          Map.entry(double.class, DataTypes.DoubleType),
          Map.entry(Double.class, DataTypes.DoubleType),
          Map.entry(String.class, DataTypes.StringType));

  private RecordRows() {}

  /**
   * The columns of a record type.
   *
   * @throws InvalidRequestException when a component has a type that has no column
   */
  static StructType schema(Class<?> type) {
    return schema(type, Set.of());
  }

  private static StructType schema(Class<?> type, Set<Class<?>> around) {
    if (around.contains(type)) {
      throw new InvalidRequestException(
          "%s cannot be a row: it has itself as a component, so it has no last column. Use asDataset with an encoder."
              .formatted(type.getSimpleName()));
    }
    var withThis = new HashSet<>(around);
    withThis.add(type);
    var fields =
        Arrays.stream(type.getRecordComponents())
            .map(component -> field(type, component, withThis))
            .toArray(StructField[]::new);
    return new StructType(fields);
  }

  /** The columns of a class, when it is a record of which each component has a column. */
  static Optional<StructType> schemaIfAny(Class<?> type) {
    try {
      return type.isRecord() ? Optional.of(schema(type)) : Optional.empty();
    } catch (InvalidRequestException e) {
      return Optional.empty();
    }
  }

  private static StructField field(Class<?> type, RecordComponent component, Set<Class<?>> around) {
    Class<?> of = component.getType();
    DataType column = TYPES.get(of);
    if (column == null && of.isEnum()) {
      column = DataTypes.StringType;
    }
    if (column == null && of.isRecord()) {
      column = schema(of, around);
    }
    if (column == null) {
      throw new InvalidRequestException(
          "%s cannot be a row: its component %s is a %s, and columns are numbers, booleans, strings, enums and records of these. Use asDataset with an encoder."
              .formatted(type.getSimpleName(), component.getName(), of.getSimpleName()));
    }
    return DataTypes.createStructField(component.getName(), column, !of.isPrimitive());
  }

  /** The row of one record. */
  static Row row(Record value) {
    RecordComponent[] components = value.getClass().getRecordComponents();
    var cells = new Object[components.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cell(read(components[i].getAccessor(), value));
    }
    return RowFactory.create(cells);
  }

  private static @Nullable Object cell(@Nullable Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Record nested ? row(nested) : value;
  }

  private static @Nullable Object read(Method accessor, Record value) {
    try {
      accessor.setAccessible(true); // the record may be private to whoever defines the run
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(accessor + " cannot be read: " + e, e);
    }
  }
}
