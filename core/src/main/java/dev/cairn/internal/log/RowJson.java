package dev.cairn.internal.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.IOException;

/**
 * The rows of checkpoints as JSON, each encoded once: an entry repeats the rows of the one before
 * it, and they do not change. What was encoded is kept as long as the row itself.
 */
final class RowJson extends StdSerializer<CheckpointRow> {
  private static final long serialVersionUID = 1;

  private final transient LoadingCache<CheckpointRow, SerializableString> texts;

  /**
   * A serializer that leaves the encoding to a mapper.
   *
   * @param mapper that has no such serializer
   */
  RowJson(JsonMapper mapper) {
    super(CheckpointRow.class);
    // Weak keys are compared by identity, which is faster than by what is in a row.
    this.texts = Caffeine.newBuilder().weakKeys().build(row -> encode(mapper, row));
  }

  /** The UTF-8 bytes of a row, which the caller does not change. */
  byte[] bytes(CheckpointRow row) {
    return texts.get(row).asUnquotedUTF8();
  }

  @Override
  public void serialize(CheckpointRow row, JsonGenerator out, SerializerProvider provider)
      throws IOException {
    out.writeRawValue(texts.get(row));
  }

  private static SerializableString encode(JsonMapper mapper, CheckpointRow row) {
    try {
      return new Encoded(mapper.writeValueAsBytes(row));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row can always be written", e);
    }
  }

  /** Text that is there in UTF-8 only, to be written as it is. */
  private static final class Encoded extends SerializedString {
    private static final long serialVersionUID = 1;

    Encoded(byte[] utf8) {
      super("");
      _unquotedUTF8Ref = utf8;
    }
  }
}
