package dev.cairn.spark.sql;

import dev.cairn.codec.Codecs;
import java.io.IOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes a row of the result of a unit. Used by one thread. */
interface ResultDecoder {
  /**
   * The row with the wanted columns.
   *
   * @throws IOException when the result does not have them, or is not of the codec
   */
  InternalRow row(long unit, byte[] result) throws IOException;

  /** Makes rows with these columns, of results of a codec and a form that is not Arrow. */
  static ResultDecoder of(ResultRead read) {
    StructField[] fields = read.columns().fields();
    int unit = read.unitColumn();
    if (!read.needsNoResults()
        && (read.form() == ResultLayout.Form.JSON || read.form() == ResultLayout.Form.CBOR)) {
      return new MappedDecoder(read);
    }
    return (number, result) -> {
      var cells = new Object[fields.length];
      for (int i = 0; i < fields.length; i++) {
        cells[i] = i == unit ? (Object) number : value(read.codec(), result);
      }
      return new GenericInternalRow(cells);
    };
  }

  private static Object value(String codec, byte[] result) throws IOException {
    return switch (codec) {
      case "utf8", "json" -> UTF8String.fromBytes(result);
      case "f64" -> new GenericArrayData(Codecs.doubles().fromBytes(result));
      case "f32" -> new GenericArrayData(Codecs.floats().fromBytes(result));
      case "i64" -> new GenericArrayData(Codecs.longs().fromBytes(result));
      case "i32" -> new GenericArrayData(Codecs.ints().fromBytes(result));
      default -> result;
    };
  }
}
