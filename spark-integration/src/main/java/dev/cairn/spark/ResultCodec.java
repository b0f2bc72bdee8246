package dev.cairn.spark;

import dev.cairn.codec.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/** A codec of results, each an array of bytes of its own. */
record ResultCodec<R>(Codec<R> codec) implements Serializable {
  byte[] encode(R result) {
    var bytes = new ByteArrayOutputStream();
    try {
      codec.encode(result, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the codec " + codec.name() + " cannot write the result: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  R decode(byte[] bytes) {
    try {
      return codec.decode(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the codec " + codec.name() + " cannot read a result that it wrote: " + e.getMessage(),
          e);
    }
  }
}
