package dev.cairn.spark;

import dev.cairn.codec.Codec;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Results out of their bytes. */
final class Decoded {
  private Decoded() {}

  /** The result that some bytes hold, which were compared with their digest. */
  static <R> R of(Codec<R> codec, byte[] bytes) {
    try {
      return codec.fromBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The codec %s cannot read a result that it wrote: %s. The bytes are those that were written; read them with the codec as it was then."
              .formatted(codec.name(), e.getMessage()),
          e);
    }
  }
}
