package dev.cairn.codec;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** Values of one class as CBOR, RFC 8949, which has all numbers, those that are not finite too. */
record CborCodec<T>(Class<T> type) implements Codec<T> {
  private static final MappedForm FORM =
      new MappedForm(
          "cbor",
          MappedForm.strict(
              CBORMapper.builder(
                  CBORFactory.builder()
                      .streamReadConstraints(MappedForm.READ_LIMITS)
                      .streamWriteConstraints(MappedForm.WRITE_LIMITS)
                      .build())));

  @Override
  public String name() {
    return FORM.name();
  }

  @Override
  public Optional<Class<?>> mappedClass() {
    return Optional.of(type);
  }

  @Override
  public void encode(T value, OutputStream out) throws IOException {
    FORM.encode(type, value, out);
  }

  @Override
  public T decode(InputStream in) throws IOException {
    return FORM.decode(type, in);
  }
}
