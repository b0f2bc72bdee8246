package dev.cairn.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rules of JSON here: what is written is the same each time and on any Java, can be read back
 * as what it was, and is never guessed at.
 */
final class Json {
  /** The most bytes of one value. */
  static final int MAX_BYTES = 256 << 20;

  private static final int MAX_DEPTH = 200;
  private static final int MAX_DIGITS = 10_000;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .addDecorator((factory, generator) -> new OnlyReadable(generator))
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_DIGITS + 20)
                          .maxStringLength(MAX_BYTES)
                          .maxNameLength(MAX_BYTES)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
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

  private static final ClassValue<AtomicBoolean> READ_BACK =
      new ClassValue<>() {
        @Override
        protected AtomicBoolean computeValue(Class<?> type) {
          return new AtomicBoolean();
        }
      };

  private Json() {}

  /** Whether a value of the class was written and read back in this JVM. */
  static boolean wasReadBack(Class<?> type) {
    return READ_BACK.get(type).get();
  }

  /** Remembers that a value of the class was written and read back. */
  static void readBack(Class<?> type) {
    READ_BACK.get(type).set(true);
  }

  /** Refuses types whose JSON names a class to be built, wherever an annotation asks for it. */
  private static final class NoClassNames extends PolymorphicTypeValidator.Base {
    private static final long serialVersionUID = 1;

    @Override
    public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
      return Validity.DENIED;
    }
  }

  /** Refuses what JSON does not have, and what is written but not read back. */
  private static final class OnlyReadable extends JsonGeneratorDelegate {
    OnlyReadable(JsonGenerator generator) {
      super(generator, false);
    }

    @Override
    public void writeNumber(double value) throws IOException {
      requireFinite(value);
      super.writeNumber(value);
    }

    @Override
    public void writeNumber(float value) throws IOException {
      requireFinite(value);
      super.writeNumber(value);
    }

    @Override
    public void writeArray(double[] array, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        requireFinite(array[i]);
      }
      super.writeArray(array, offset, length);
    }

    @Override
    public void writeNumber(BigInteger value) throws IOException {
      requireFewDigits(value);
      super.writeNumber(value);
    }

    @Override
    public void writeNumber(BigDecimal value) throws IOException {
      requireFewDigits(value.unscaledValue());
      super.writeNumber(value);
    }

    @Override
    public void writeFieldName(String name) throws IOException {
      if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
        throw new JsonGenerationException("the key of a map holds half a character", this);
      }
      super.writeFieldName(name);
    }

    private void requireFinite(double value) throws IOException {
      if (!Double.isFinite(value)) {
        throw new JsonGenerationException(value + " is not a number of JSON", this);
      }
    }

    private void requireFewDigits(BigInteger digits) throws IOException {
      if (digits.bitLength() > MAX_DIGITS * 3) { // a digit has more than 3 bits
        throw new JsonGenerationException("a number has more digits than can be read", this);
      }
    }
  }
}
