package dev.cairn.codec;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.cairn.internal.text.OneLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Values of one class as JSON. Only the class is part of the codec; the mapper belongs to the JVM.
 */
record JsonCodec<T>(Class<T> type) implements Codec<T> {
  private static final int MAX_REASON = 300;
  private static final int MAX_READ_BACK = 4 << 20;

  @Override
  public String name() {
    return "json";
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    requireNonNull(value, "a value");
    if (!Json.wasReadBack(type)) {
      readBack(value);
    }
    try {
      write(value, out, Json.MAX_BYTES);
    } catch (TooLongException e) {
      throw CodecException.writing(
          name(), "it has more than %d bytes as JSON".formatted(Json.MAX_BYTES), e);
    }
  }

  /**
   * Writes a value, reads it, and writes what was read: a class that cannot be read, or not as what
   * it was, is to be found out before a value is lost. Large values are left to a smaller one.
   */
  private void readBack(T value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var again = new ByteArrayOutputStream();
    try {
      write(value, bytes, MAX_READ_BACK);
      write(decode(new ByteArrayInputStream(bytes.toByteArray())), again, Json.MAX_BYTES);
    } catch (TooLongException e) {
      return;
    } catch (CodecException e) {
      throw CodecException.writing(name(), e.why(), e);
    }
    if (!Arrays.equals(bytes.toByteArray(), again.toByteArray())) {
      throw CodecException.writing(
          name(), type.getSimpleName() + ": it would be read back as another value", null);
    }
    Json.readBack(type);
  }

  private void write(T value, OutputStream out, long most) throws IOException {
    try {
      Json.MAPPER.writerFor(type).writeValue(new Limited(out, most), value);
    } catch (JacksonException e) {
      throw CodecException.writing(name(), reason(e), e);
    }
  }

  @Override
  public T decode(InputStream in) throws IOException {
    try {
      T value = Json.MAPPER.readerFor(type).readValue(in);
      if (value == null) {
        throw CodecException.reading(name(), "they say null, which is no value", null);
      }
      // Refuses numbers that are not finite, which reading lets pass as texts and as overflows.
      Json.MAPPER.writerFor(type).writeValue(OutputStream.nullOutputStream(), value);
      return value;
    } catch (JacksonException e) {
      throw CodecException.reading(name(), reason(e), e);
    }
  }

  private String reason(JacksonException e) {
    String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("no reason");
    String where =
        e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
            ? " (at " + mapping.getPathReference() + ")"
            : "";
    return type.getSimpleName() + ": " + OneLine.of(what + where, MAX_REASON);
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
