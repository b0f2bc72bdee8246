package dev.cairn.codec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.cairn.internal.text.OneLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A format that Jackson maps classes to, under the rules that all such formats have here: what is
 * written is the same each time, can be read back as what it was, and is never guessed at.
 *
 * <p>It belongs to the JVM and may be used by many threads.
 */
final class MappedForm {
  /** The most bytes of one value. */
  static final int MAX_BYTES = 256 << 20;

  static final int MAX_DIGITS = 10_000;

  static final StreamReadConstraints READ_LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(200)
          .maxNumberLength(MAX_DIGITS + 20)
          .maxStringLength(MAX_BYTES)
          .maxNameLength(MAX_BYTES)
          .maxDocumentLength(MAX_BYTES)
          .build();

  static final StreamWriteConstraints WRITE_LIMITS =
      StreamWriteConstraints.builder().maxNestingDepth(200).build();

  private static final int MAX_REASON = 300;
  private static final int MAX_READ_BACK = 4 << 20;

  private final String name;
  private final ObjectMapper mapper;

  /** Whether a value of a class was written and read back in this JVM. */
  private final ClassValue<AtomicBoolean> readBack =
      new ClassValue<>() {
        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
          return new AtomicBoolean();
        }
      };

  /** A format of a name, with a mapper made {@link #strict}. */
  MappedForm(String name, ObjectMapper mapper) {
    this.name = name;
    this.mapper = mapper;
  }

  /** A mapper under the rules. */
  static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M strict(B builder) {
    return builder
        .addModule(new JavaTimeModule())
        // one value to its end, and nothing that is not known
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.USE_GETTERS_AS_SETTERS)
        .polymorphicTypeValidator(new NoClassNames())
        // the same bytes each time: Double.toString is not the same in all versions of Java
        .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
        .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .enable(MapperFeature.SORT_CREATOR_PROPERTIES_BY_DECLARATION_ORDER)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        // times as ISO-8601 texts, in the zone that they have
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        // streams belong to the caller
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .build();
  }

  String name() {
    return name;
  }

  <T> void encode(Class<T> type, T value, OutputStream out) throws IOException {
    requireNonNull(value, "a value");
    if (!readBack.get(type).get()) {
      readBack(type, value);
    }
    try {
      write(type, value, out, MAX_BYTES);
    } catch (TooLongException e) {
      throw CodecException.writing(
          name,
          "it has more than %d bytes as %s".formatted(MAX_BYTES, name.toUpperCase(Locale.ROOT)),
          e);
    }
  }

  /**
   * Writes a value, reads it, and writes what was read: a class that cannot be read, or not as what
   * it was, is to be found out before a value is lost. Large values are left to a smaller one.
   */
  private <T> void readBack(Class<T> type, T value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var again = new ByteArrayOutputStream();
    try {
      write(type, value, bytes, MAX_READ_BACK);
      write(type, decode(type, new ByteArrayInputStream(bytes.toByteArray())), again, MAX_BYTES);
    } catch (TooLongException e) {
      return;
    } catch (CodecException e) {
      throw CodecException.writing(name, e.why(), e);
    }
    if (!Arrays.equals(bytes.toByteArray(), again.toByteArray())) {
      throw CodecException.writing(
          name, type.getSimpleName() + ": it would be read back as another value", null);
    }
    readBack.get(type).set(true);
  }

  private <T> void write(Class<T> type, T value, OutputStream out, long most) throws IOException {
    try {
      mapper.writerFor(type).writeValue(new Limited(out, most), value);
    } catch (JacksonException e) {
      throw CodecException.writing(name, reason(type, e), e);
    }
  }

  <T> T decode(Class<T> type, InputStream in) throws IOException {
    try {
      T value = mapper.readerFor(type).readValue(in);
      if (value == null) {
        throw CodecException.reading(name, "they say null, which is no value", null);
      }
      return value;
    } catch (JacksonException e) {
      throw CodecException.reading(name, reason(type, e), e);
    } catch (CharConversionException e) {
      // Of the parser, about what it takes for UTF-16 or UTF-32, and not of the stream.
      throw CodecException.reading(
          name, type.getSimpleName() + ": " + OneLine.of(String.valueOf(e.getMessage())), e);
    }
  }

  /** Refuses a value that was read and could not be written. */
  <T> T requireWritable(Class<T> type, T value) throws IOException {
    try {
      mapper.writerFor(type).writeValue(OutputStream.nullOutputStream(), value);
      return value;
    } catch (JacksonException e) {
      throw CodecException.reading(name, reason(type, e), e);
    }
  }

  private static String reason(Class<?> type, JacksonException e) {
    String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("no reason");
    String where =
        e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
            ? " (at " + mapping.getPathReference() + ")"
            : "";
    return type.getSimpleName() + ": " + OneLine.of(what + where, MAX_REASON);
  }

  /** Refuses types whose form names a class to be built, wherever an annotation asks for it. */
  private static final class NoClassNames extends PolymorphicTypeValidator.Base {
    private static final long serialVersionUID = 1;

    @Override
    public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
      return Validity.DENIED;
    }
  }

  /** More bytes than are wanted. */
  private static final class TooLongException extends IOException {}

  /** Stops in front of the byte that would be too much. */
  private static final class Limited extends FilterOutputStream {
    private long left;

    Limited(OutputStream out, long most) {
      super(out);
      this.left = most;
    }

    @Override
    public void write(int one) throws IOException {
      take(1);
      out.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
      out.write(bytes, offset, length);
    }

    private void take(int count) throws IOException {
      if (count > left) {
        throw new TooLongException();
      }
      left -= count;
    }
  }
}
