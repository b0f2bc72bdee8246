package dev.cairn.internal.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cairn.UnsupportedFormatException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The index of an export as JSON for people, and back. What is read may come from anybody: its
 * length, its nesting and the number of its tokens are bounded, and properties that format {@value
 * ExportIndex#FORMAT} does not have are refused.
 */
public final class ExportJson {
  /** The most bytes that an index may have: some twenty thousand checkpoints. */
  public static final int MAX_BYTES = 16 << 20;

  private static final String NEW_LINE = "\n";
  private static final int MAX_TOKENS = 2_000_000;
  private static final int MAX_DEPTH = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(MAX_BYTES)
                .maxTokenCount(MAX_TOKENS)
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(100)
                .build());
  }

  private ExportJson() {}

  /** The text of an index, the same on every machine; it ends with a line feed. */
  public static byte[] encode(ExportIndex index) {
    var indenter = new DefaultIndenter("  ", NEW_LINE);
    var printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      byte[] json = JSON.writer(printer).writeValueAsBytes(index);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an index can always be written", e);
    }
  }

  /**
   * The index that a text holds. Its values are not checked beyond their types.
   *
   * @param what the file for messages
   * @throws IOException when it holds none; the message is a clause about "it"
   * @throws UnsupportedFormatException when it is of a format that is not known here
   */
  public static ExportIndex decode(byte[] json, String what) throws IOException {
    try {
      requireFormat(json, what);
      ExportIndex index = JSON.readValue(json, ExportIndex.class);
      if (index == null) {
        throw new IOException("its index is null");
      }
      return index;
    } catch (JsonProcessingException e) {
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new IOException("its index cannot be read (" + reason + ")", e);
    }
  }

  /** The first property says by which rules the rest is to be read. */
  private static void requireFormat(byte[] json, String what) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !"format".equals(parser.nextFieldName())
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() != JsonParser.NumberType.INT) {
        throw new IOException("its index does not begin with its format");
      }
      if (parser.getIntValue() != ExportIndex.FORMAT) {
        throw new UnsupportedFormatException(what, parser.getIntValue(), ExportIndex.FORMAT);
      }
    }
  }
}
