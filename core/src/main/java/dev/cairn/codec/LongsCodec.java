package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Longs in 8 bytes each. */
record LongsCodec() implements Codec<long[]> {
  @Override
  public String name() {
    return "i64";
  }

  @Override
  public void encode(long[] value, OutputStream out) throws IOException {
    for (int at = 0; at < value.length; at += EightBytes.BLOCK) {
      byte[] block = new byte[8 * Math.min(EightBytes.BLOCK, value.length - at)];
      EightBytes.buffer(block).asLongBuffer().put(value, at, block.length / 8);
      out.write(block);
    }
  }

  @Override
  public long[] decode(InputStream in) throws IOException {
    ByteBuffer bytes = EightBytes.readAll(in);
    long[] value = new long[bytes.remaining() / 8];
    bytes.asLongBuffer().get(value);
    return value;
  }
}
