package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Values of one class as JSON. Only the class is part of the codec; the mapper belongs to the JVM.
 */
record JsonCodec<T>(Class<T> type) implements Codec<T> {
  @Override
  public String name() {
    return Json.FORM.name();
  }

  @Override
  public Optional<Class<?>> mappedClass() {
    return Optional.of(type);
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    Json.FORM.encode(type, value, out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    // Reading lets numbers that are not finite pass, as texts and as overflows; writing does not.
    return Json.FORM.requireWritable(type, Json.FORM.decode(type, in));
  }
}
