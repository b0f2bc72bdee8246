package dev.cairn.spark;

import dev.cairn.codec.Codec;
import dev.cairn.codec.CodecException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of one schema. A row is its columns in their order; a column is a byte that says whether it
 * is there (1) or null (0), and when it is, its value as {@link ColumnValues} writes it. Java's
 * data streams define how numbers are written: big-endian, of fixed length.
 *
 * @param schema stands in the name, so that it is recorded
 */
record RowCodec(StructType schema) implements Codec<Row> {
  RowCodec {
    ColumnValues.requireSupported(schema);
  }

  @Override
  public String name() {
    return "row of " + schema.toDDL();
  }

  @Override
  public void encode(Row row, OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    ColumnValues.write(schema, row, data);
    data.flush();
  }

  @Override
  public Row decode(InputStream in) throws IOException {
    Row row = (Row) ColumnValues.read(schema, new DataInputStream(in));
    if (in.read() >= 0) {
      throw CodecException.reading(name(), "they go on after a row", null);
    }
    return row;
  }
}
