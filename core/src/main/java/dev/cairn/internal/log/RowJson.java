package dev.cairn.internal.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;

/**
 * Writes rows of one kind, and remembers how as long as a row is in memory: it stands in each entry
 * from the one that first had it to the one in which it is sealed or forgotten. A row is immutable,
 * and so is its text.
 */
final class RowJson<T> extends StdSerializer<T> {
  private static final long serialVersionUID = 1;

  /** The most characters that are remembered: those of the entries of many processes. */
  private static final long MOST = 4 << 20;

  private final transient JsonMapper plain;

  private final transient Cache<T, SerializedString> known =
      Caffeine.newBuilder()
          // by identity: to compare two rows takes longer than to write one
          .weakKeys()
          .maximumWeight(MOST)
          .weigher((T row, SerializedString text) -> text.charLength())
          .executor(Runnable::run)
          .build();

  /** Writes rows as a mapper does by itself. */
  RowJson(Class<T> kind, JsonMapper plain) {
    super(kind);
    this.plain = plain;
  }

  @Override
  public void serialize(T row, JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeRawValue(known.get(row, this::text));
  }

  private SerializedString text(T row) {
    try {
      // by way of bytes, in which a broken surrogate pair is escaped
      return new SerializedString(new String(plain.writeValueAsBytes(row), UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row can always be written", e);
    }
  }
}
