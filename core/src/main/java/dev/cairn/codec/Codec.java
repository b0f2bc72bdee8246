package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;

/** Items of one type to bytes and back. */
public interface Codec<T> extends Serializable {
  /** The name of the format, as it stands in the log. */
  String name();

  /** Writes a value. */
  void encode(T value, OutputStream out) throws IOException;

  /** Reads the value that the stream holds, to its end. */
  T decode(InputStream in) throws IOException;
}
