package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays of numbers of 8 bytes, little-endian. */
final class EightBytes {
  /** How many numbers are written at once. */
  static final int BLOCK = 8192;

  private EightBytes() {}

  /** The bytes, to be read and written as numbers. */
  static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer readAll(InputStream in) throws IOException {
    byte[] bytes = in.readAllBytes();
    if (bytes.length % 8 != 0) {
      throw new IOException(
          "the item has " + bytes.length + " bytes, which is no number of numbers of 8 bytes");
    }
    return buffer(bytes);
  }
}
