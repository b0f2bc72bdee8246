package dev.cairn.spark.sql;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.cairn.InvalidRequestException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Makes the value of a column, as Spark keeps it, of the value that a parser stands at. */
@FunctionalInterface
interface MappedCell {
  /** The value; the parser stands at its last token afterwards. It is not null. */
  Object read(JsonParser in) throws IOException;

  /**
   * For columns of a type.
   *
   * @throws InvalidRequestException when there is no such column of JSON or CBOR
   */
  static MappedCell of(DataType type) {
    if (type instanceof StructType struct) {
      return struct(struct);
    } else if (type instanceof ArrayType array) {
      MappedCell element = of(array.elementType());
      return in -> new GenericArrayData(elements(in, element).toArray());
    } else if (type instanceof MapType map && map.keyType() instanceof StringType) {
      return map(of(map.valueType()));
    } else if (type instanceof BooleanType) {
      return in -> at(in, in.currentToken().isBoolean(), "true or false").getBooleanValue();
    } else if (type instanceof ByteType) {
      return in -> (byte) integer(in, Byte.MIN_VALUE, Byte.MAX_VALUE);
    } else if (type instanceof ShortType) {
      return in -> (short) integer(in, Short.MIN_VALUE, Short.MAX_VALUE);
    } else if (type instanceof IntegerType) {
      return in -> (int) integer(in, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type instanceof LongType) {
      return in -> integer(in, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type instanceof FloatType) {
      return in -> at(in, in.currentToken().isNumeric(), "a number").getFloatValue();
    } else if (type instanceof DoubleType) {
      return in -> at(in, in.currentToken().isNumeric(), "a number").getDoubleValue();
    } else if (type instanceof DecimalType decimal) {
      return in -> decimal(in, decimal);
    } else if (type instanceof StringType) {
      return in -> UTF8String.fromString(text(in));
    } else if (type instanceof BinaryType) {
      return in -> in.getBinaryValue();
    } else if (type instanceof TimestampType) {
      return in -> micros(in);
    } else if (type instanceof DateType) {
      return in -> day(in);
    }
    throw new InvalidRequestException(
        "A result of JSON or CBOR cannot have a column of the type %s: give numbers, booleans, strings, binaries, dates, timestamps, and arrays, maps and structs of these."
            .formatted(type.simpleString()));
  }

  /** Reads the properties of an object that the parser has begun, to its end. */
  static void properties(
      JsonParser in,
      StructType columns,
      Map<String, Integer> places,
      @Nullable MappedCell[] cells,
      @Nullable Object[] row)
      throws IOException {
    int found = 0;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      Integer place = places.get(in.currentName());
      in.nextToken();
      if (place == null) {
        in.skipChildren();
        continue;
      }
      found++;
      row[place] = orNull(in, java.util.Objects.requireNonNull(cells[place]));
      if (row[place] == null && !columns.fields()[place].nullable()) {
        throw unfit(in, "a value of the column " + columns.fields()[place].name());
      }
    }
    if (found != places.size()) {
      throw new IOException("it does not have all of " + places.keySet() + " once");
    }
  }

  /** What is thrown when a value is not what a column needs. */
  static IOException unfit(JsonParser in, String needed) {
    return new IOException("%s stands where %s is needed".formatted(in.currentToken(), needed));
  }

  private static MappedCell struct(StructType struct) {
    StructField[] fields = struct.fields();
    var cells = new MappedCell[fields.length];
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < fields.length; i++) {
      cells[i] = of(fields[i].dataType());
      places.put(fields[i].name(), i);
    }
    return in -> {
      var unused = at(in, in.currentToken() == JsonToken.START_OBJECT, "an object");
      var row = new Object[fields.length];
      properties(in, struct, places, cells, row);
      return new GenericInternalRow(row);
    };
  }

  private static MappedCell map(MappedCell value) {
    return in -> {
      var unused = at(in, in.currentToken() == JsonToken.START_OBJECT, "an object");
      List<Object> keys = new ArrayList<>();
      List<@Nullable Object> values = new ArrayList<>();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        keys.add(UTF8String.fromString(in.currentName()));
        in.nextToken();
        values.add(orNull(in, value));
      }
      return new ArrayBasedMapData(
          new GenericArrayData(keys.toArray()), new GenericArrayData(values.toArray()));
    };
  }

  private static List<@Nullable Object> elements(JsonParser in, MappedCell element)
      throws IOException {
    var unused = at(in, in.currentToken() == JsonToken.START_ARRAY, "an array");
    List<@Nullable Object> elements = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      elements.add(orNull(in, element));
    }
    return elements;
  }

  private static @Nullable Object orNull(JsonParser in, MappedCell cell) throws IOException {
    return in.currentToken() == JsonToken.VALUE_NULL ? null : cell.read(in);
  }

  private static long integer(JsonParser in, long least, long most) throws IOException {
    long value =
        at(in, in.currentToken() == JsonToken.VALUE_NUMBER_INT, "an integer").getLongValue();
    if (value < least || value > most) {
      throw new IOException("%d is not from %d to %d".formatted(value, least, most));
    }
    return value;
  }

  private static String text(JsonParser in) throws IOException {
    return at(in, in.currentToken() == JsonToken.VALUE_STRING, "a text").getText();
  }

  private static Decimal decimal(JsonParser in, DecimalType type) throws IOException {
    var value = at(in, in.currentToken().isNumeric(), "a number").getDecimalValue();
    Decimal fits = Decimal.apply(value);
    if (value.scale() > type.scale() || !fits.changePrecision(type.precision(), type.scale())) {
      throw new IOException("%s does not fit into %s".formatted(value, type.simpleString()));
    }
    return fits;
  }

  private static long micros(JsonParser in) throws IOException {
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text(in)));
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("a text is not a time such as 2026-11-24T18:00:00Z", e);
    }
  }

  private static int day(JsonParser in) throws IOException {
    try {
      return Math.toIntExact(LocalDate.parse(text(in)).toEpochDay());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("a text is not a date such as 2026-11-24", e);
    }
  }

  private static JsonParser at(JsonParser in, boolean fits, String needed) throws IOException {
    if (!fits) {
      throw unfit(in, needed);
    }
    return in;
  }
}
