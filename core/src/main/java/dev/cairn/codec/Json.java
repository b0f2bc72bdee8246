package dev.cairn.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** JSON, with what is written and not read back refused. */
final class Json {
  static final MappedForm FORM =
      new MappedForm(
          "json",
          MappedForm.strict(
              JsonMapper.builder(
                  JsonFactory.builder()
                      .addDecorator((factory, generator) -> new OnlyReadable(generator))
                      .streamReadConstraints(MappedForm.READ_LIMITS)
                      .streamWriteConstraints(MappedForm.WRITE_LIMITS)
                      .build())));

  private Json() {}

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
      if (digits.bitLength() > MappedForm.MAX_DIGITS * 3) { // a digit has more than 3 bits
        throw new JsonGenerationException("a number has more digits than can be read", this);
      }
    }
  }
}
