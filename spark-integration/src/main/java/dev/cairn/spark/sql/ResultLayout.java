package dev.cairn.spark.sql;

import dev.cairn.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How results are laid out as rows.
 *
 * @param form what is in a result
 * @param columns of the table
 * @param unit the name of the column with the number of the unit, if there is one
 */
record ResultLayout(Form form, StructType columns, Optional<String> unit) {
  /** The codec of datasets: an Arrow IPC stream with some rows in each result. */
  static final String ARROW = "arrow.stream";

  private static final String UNIT = "unit";
  private static final String VALUE = "value";

  /** What is in a result. */
  enum Form {
    /** An object of JSON, a column for each of its properties. */
    JSON,
    /** A map of CBOR, a column for each of its properties. */
    CBOR,
    /** One value. */
    VALUE,
    /** Some rows, as an Arrow IPC stream. */
    ARROW
  }

  /**
   * The layout of recorded results, or as the user wants it.
   *
   * @param wanted the columns that the user gave, if any
   * @throws InvalidRequestException when results do not have the columns that the user gave
   */
  static ResultLayout of(ResultsSnapshot results, Optional<StructType> wanted) {
    ResultLayout recorded = recorded(results);
    return wanted.map(columns -> recorded.as(columns, results)).orElse(recorded);
  }

  private static ResultLayout recorded(ResultsSnapshot results) {
    if (results.codec().equals(ARROW)) {
      StructType rows =
          results
              .schema()
              .orElseThrow(
                  () ->
                      new InvalidRequestException(
                          "The dataset v%d lacks its schema: save it again."
                              .formatted(results.version())));
      return new ResultLayout(Form.ARROW, rows, Optional.empty());
    }
    Optional<Form> mapped =
        switch (results.codec()) {
          case "json" -> Optional.of(Form.JSON);
          case "cbor" -> Optional.of(Form.CBOR);
          default -> Optional.empty();
        };
    if (mapped.isPresent() && results.schema().isPresent()) {
      return withUnit(mapped.get(), results.schema().get());
    }
    return withUnit(Form.VALUE, new StructType().add(VALUE, value(results.codec()), false));
  }

  /** The same results with the columns that the user gave. */
  private ResultLayout as(StructType wanted, ResultsSnapshot results) {
    Optional<String> number = unit.filter(name -> isNumber(wanted, name));
    if (form == Form.VALUE && !isSubset(wanted)) {
      return switch (results.codec()) {
        case "json" -> new ResultLayout(Form.JSON, wanted, number);
        case "cbor" -> new ResultLayout(Form.CBOR, wanted, number);
        default -> throw refused(wanted);
      };
    }
    if ((form == Form.VALUE || form == Form.ARROW) && !isSubset(wanted)) {
      throw refused(wanted);
    }
    return new ResultLayout(form, wanted, number);
  }

  private InvalidRequestException refused(StructType wanted) {
    return new InvalidRequestException(
        "The results cannot be read as %s: they have %s. Leave the schema out, or give some of these columns."
            .formatted(wanted.simpleString(), columns.simpleString()));
  }

  private boolean isSubset(StructType wanted) {
    return Arrays.stream(wanted.fields())
        .allMatch(
            field ->
                Arrays.stream(columns.fields())
                    .anyMatch(
                        mine ->
                            mine.name().equals(field.name())
                                && DataType.equalsIgnoreNullability(
                                    mine.dataType(), field.dataType())));
  }

  private static boolean isNumber(StructType columns, String name) {
    return Arrays.stream(columns.fields())
        .anyMatch(
            field -> field.name().equals(name) && field.dataType().equals(DataTypes.LongType));
  }

  /** A result may have a property {@code unit}; the number of the unit then has another name. */
  private static ResultLayout withUnit(Form form, StructType result) {
    String name = UNIT;
    while (hasColumn(result, name)) {
      name = "_" + name;
    }
    StructType columns = new StructType().add(name, DataTypes.LongType, false);
    for (StructField field : result.fields()) {
      columns = columns.add(field);
    }
    return new ResultLayout(form, columns, Optional.of(name));
  }

  private static boolean hasColumn(StructType columns, String name) {
    return Arrays.stream(columns.fieldNames()).anyMatch(name::equalsIgnoreCase);
  }

  private static DataType value(String codec) {
    return switch (codec) {
      case "utf8", "json" -> DataTypes.StringType;
      case "f64" -> DataTypes.createArrayType(DataTypes.DoubleType, false);
      case "f32" -> DataTypes.createArrayType(DataTypes.FloatType, false);
      case "i64" -> DataTypes.createArrayType(DataTypes.LongType, false);
      case "i32" -> DataTypes.createArrayType(DataTypes.IntegerType, false);
      default -> DataTypes.BinaryType;
    };
  }

  /** The columns that filters can be about before rows are made. */
  List<StructField> filterable() {
    return unit.map(name -> List.of(columns.apply(name))).orElse(List.of());
  }
}
