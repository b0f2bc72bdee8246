package dev.cairn.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.ConstructorDetector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Values of one class as JSON. Only the class is part of the codec; the mapper belongs to the JVM.
 */
record JsonCodec<T>(Class<T> type) implements Codec<T> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .constructorDetector(ConstructorDetector.DEFAULT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  @Override
  public String name() {
    return "json";
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    JSON.writerFor(type).writeValue(out, value);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return JSON.readerFor(type).readValue(in);
  }
}
