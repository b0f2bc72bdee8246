package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.InvalidRequestException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Values of columns, by their types: booleans and whole and floating numbers as Java's data streams
 * write them; texts (UTF-8) and binaries with their length in four bytes; a decimal as its scale in
 * four bytes and its unscaled number (two's complement) as a binary; a date as its day since 1970
 * in eight bytes; a point in time as seconds since 1970 in eight bytes and nanoseconds in four, a
 * time without a zone the same as if in UTC; an array as its length in four bytes and its elements,
 * a struct as its fields, each element or field with a byte before it, 0 for null and 1 for a
 * value.
 */
final class ColumnValues {
  private ColumnValues() {}

  /**
   * Checks that all columns have types that are written.
   *
   * @throws InvalidRequestException when one has not
   */
  static void requireSupported(StructType schema) {
    for (StructField field : schema.fields()) {
      requireSupported(field.name(), field.dataType());
    }
  }

  private static void requireSupported(String column, DataType type) {
    if (type instanceof StructType struct) {
      requireSupported(struct);
    } else if (type instanceof ArrayType array) {
      requireSupported(column, array.elementType());
    } else if (!isPlain(type)) {
      throw new InvalidRequestException(
          "The Dataset cannot be checkpointed: its column %s is a %s. Columns may be booleans, numbers, decimals, strings, binaries, dates, timestamps, arrays and structs of these; turn this one into one of them."
              .formatted(column, type.simpleString()));
    }
  }

  private static boolean isPlain(DataType type) {
    return type instanceof BooleanType
        || type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType
        || type instanceof FloatType
        || type instanceof DoubleType
        || type instanceof StringType
        || type instanceof BinaryType
        || type instanceof DecimalType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** Writes a value that is there. */
  static void write(DataType type, Object value, DataOutputStream out) throws IOException {
    if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Byte number) {
      out.writeByte(number);
    } else if (value instanceof Short number) {
      out.writeShort(number);
    } else if (value instanceof Integer number) {
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeLong(number);
    } else if (value instanceof Float number) {
      out.writeInt(Float.floatToRawIntBits(number));
    } else if (value instanceof Double number) {
      out.writeLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof String text) {
      writeBytes(text.getBytes(UTF_8), out);
    } else if (value instanceof byte[] bytes) {
      writeBytes(bytes, out);
    } else if (value instanceof BigDecimal decimal) {
      out.writeInt(decimal.scale());
      writeBytes(decimal.unscaledValue().toByteArray(), out);
    } else if (type instanceof StructType struct && value instanceof Row row) {
      for (int i = 0; i < struct.length(); i++) {
        writeOptional(struct.fields()[i].dataType(), row.get(i), out);
      }
    } else if (type instanceof ArrayType array && value instanceof Seq<?> elements) {
      out.writeInt(elements.length());
      for (Object element : CollectionConverters.asJava(elements)) {
        writeOptional(array.elementType(), element, out);
      }
    } else {
      writeTime(value, out);
    }
  }

  private static void writeTime(Object value, DataOutputStream out) throws IOException {
    if (value instanceof java.sql.Date date) {
      out.writeLong(date.toLocalDate().toEpochDay());
    } else if (value instanceof LocalDate date) {
      out.writeLong(date.toEpochDay());
    } else if (value instanceof java.sql.Timestamp time) {
      writeInstant(time.toInstant(), out);
    } else if (value instanceof Instant time) {
      writeInstant(time, out);
    } else if (value instanceof LocalDateTime time) {
      writeInstant(time.toInstant(ZoneOffset.UTC), out);
    } else {
      throw new IllegalStateException("a row has a " + value.getClass().getName());
    }
  }

  private static void writeInstant(Instant time, DataOutputStream out) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static void writeOptional(DataType type, @Nullable Object value, DataOutputStream out)
      throws IOException {
    out.writeBoolean(value != null);
    if (value != null) {
      write(type, value, out);
    }
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads a value that is there, as Spark's rows hold it by default. */
  static Object read(DataType type, DataInputStream in) throws IOException {
    if (type instanceof StructType struct) {
      var fields = new @Nullable Object[struct.length()];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = readOptional(struct.fields()[i].dataType(), in);
      }
      return RowFactory.create(fields);
    } else if (type instanceof ArrayType array) {
      int length = in.readInt();
      var elements = new ArrayList<@Nullable Object>();
      for (int i = 0; i < length; i++) {
        elements.add(readOptional(array.elementType(), in));
      }
      return CollectionConverters.asScala(elements).toSeq();
    } else if (type instanceof BooleanType) {
      return in.readBoolean();
    } else if (type instanceof ByteType) {
      return in.readByte();
    } else if (type instanceof ShortType) {
      return in.readShort();
    } else if (type instanceof IntegerType) {
      return in.readInt();
    } else if (type instanceof LongType) {
      return in.readLong();
    } else if (type instanceof FloatType) {
      return Float.intBitsToFloat(in.readInt());
    } else if (type instanceof DoubleType) {
      return Double.longBitsToDouble(in.readLong());
    } else if (type instanceof StringType) {
      return new String(readBytes(in), UTF_8);
    } else if (type instanceof BinaryType) {
      return readBytes(in);
    } else if (type instanceof DecimalType) {
      int scale = in.readInt();
      return new BigDecimal(new BigInteger(readBytes(in)), scale);
    }
    return readTime(type, in);
  }

  private static Object readTime(DataType type, DataInputStream in) throws IOException {
    if (type instanceof DateType) {
      return java.sql.Date.valueOf(LocalDate.ofEpochDay(in.readLong()));
    }
    var time = Instant.ofEpochSecond(in.readLong(), in.readInt());
    if (type instanceof TimestampNTZType) {
      return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
    return java.sql.Timestamp.from(time);
  }

  private static @Nullable Object readOptional(DataType type, DataInputStream in)
      throws IOException {
    return in.readBoolean() ? read(type, in) : null;
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("they end within a value");
    }
    return bytes;
  }
}
