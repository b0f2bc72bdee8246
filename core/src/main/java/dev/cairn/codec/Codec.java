package dev.cairn.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Optional;

/**
 * Values of one type to bytes and back. {@link Codecs} has the usual ones; another one is these
 * three methods:
 *
 * <pre>{@code
 * record Dates() implements Codec<LocalDate> {
 *   public String name() {
 *     return "date";
 *   }
 *
 *   public void encode(LocalDate date, OutputStream out) throws IOException {
 *     Codecs.utf8().encode(date.toString(), out);
 *   }
 *
 *   public LocalDate decode(InputStream in) throws IOException {
 *     String text = Codecs.utf8().decode(in);
 *     try {
 *       return LocalDate.parse(text);
 *     } catch (DateTimeException e) {
 *       throw CodecException.reading(name(), "they are no date", e);
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A codec has no state of its own and may be used by many threads. It is serializable so that an
 * engine can ship it to where values are computed; values themselves never pass through Java
 * serialization.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> extends Serializable {
  /**
   * The name of the format, as it stands in the log: what it is given back by has to have the same.
   * Change it when the format changes.
   */
  String name();

  /**
   * The class whose values the format maps property by property, as {@link Codecs#json} and {@link
   * Codecs#cbor} do; empty for a format of another kind. It lets an engine lay out values as rows.
   */
  default Optional<Class<?>> mappedClass() {
    return Optional.empty();
  }

  /**
   * Writes a value. The same value gives the same bytes each time; the stream stays open.
   *
   * @throws CodecException when the value has no form in this format
   * @throws IOException when the stream fails
   */
  void encode(T value, OutputStream out) throws IOException;

  /**
   * The value that the rest of a stream holds. The stream stays open.
   *
   * @throws CodecException when it holds none, or more than one
   * @throws IOException when the stream fails
   */
  T decode(InputStream in) throws IOException;

  /**
   * The bytes of a value.
   *
   * @throws CodecException when the value has no form in this format
   * @throws IOException when {@link #encode} throws it
   */
  default byte[] toBytes(T value) throws IOException {
    var out = new ByteArrayOutputStream();
    encode(value, out);
    return out.toByteArray();
  }

  /**
   * The value that some bytes hold.
   *
   * @throws CodecException when they hold none, or more than one
   * @throws IOException when {@link #decode} throws it
   */
  default T fromBytes(byte[] bytes) throws IOException {
    return decode(new ByteArrayInputStream(bytes));
  }
}
