package dev.cairn.spark.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;

/**
 * Makes rows of results that are objects of JSON or maps of CBOR. What is not wanted is passed over
 * and not decoded. Nothing is guessed: a property that is missing, or that does not fit its column,
 * is an error.
 */
final class MappedDecoder implements ResultDecoder {
  // the limits that the codecs of core have
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(200)
          .maxNumberLength(10_020)
          .maxStringLength(256 << 20)
          .maxNameLength(256 << 20)
          .build();
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(LIMITS).build();
  private static final JsonFactory CBOR =
      CBORFactory.builder().streamReadConstraints(LIMITS).build();

  private final JsonFactory factory;
  private final ResultRead read;
  private final MappedCell[] cells;
  private final Map<String, Integer> places = new HashMap<>();

  MappedDecoder(ResultRead read) {
    this.factory = read.form() == ResultLayout.Form.CBOR ? CBOR : JSON;
    this.read = read;
    StructField[] fields = read.columns().fields();
    this.cells = new MappedCell[fields.length];
    for (int i = 0; i < fields.length; i++) {
      if (i != read.unitColumn()) {
        cells[i] = MappedCell.of(fields[i].dataType());
        places.put(fields[i].name(), i);
      }
    }
  }

  @Override
  public InternalRow row(long unit, byte[] result) throws IOException {
    try (JsonParser in = factory.createParser(result)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw MappedCell.unfit(in, "an object");
      }
      var row = new Object[cells.length];
      MappedCell.properties(in, read.columns(), places, cells, row);
      if (read.unitColumn() >= 0) {
        row[read.unitColumn()] = unit;
      }
      return new GenericInternalRow(row);
    } catch (IOException e) {
      throw new IOException(
          "The result of unit %d cannot be a row of %s: %s. Give a schema that fits, or leave it out."
              .formatted(unit, read.columns().simpleString(), firstLine(e)),
          e);
    }
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason");
  }
}
