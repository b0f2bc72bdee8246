package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Longs in 8 bytes each. */
record LongsCodec() implements Codec<long[]> {
  static final Numbers<long[]> NUMBERS =
      new Numbers<>(
          "i64",
          Long.BYTES,
          long[]::new,
          (block, array, at, count) -> block.asLongBuffer().put(array, at, count),
          (block, array, at, count) -> block.asLongBuffer().get(array, at, count));

  @Override
  public String name() {
    return "i64";
  }

  @Override
  public void encode(long[] value, OutputStream out) throws IOException {
    NUMBERS.write(value, out);
  }

  @Override
  public long[] decode(InputStream in) throws IOException {
    return NUMBERS.read(in);
  }
}
