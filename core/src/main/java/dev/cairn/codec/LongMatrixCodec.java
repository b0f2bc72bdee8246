package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Rows of longs. */
record LongMatrixCodec() implements Codec<long[][]> {
  private static final Npy<long[]> NPY =
      new Npy<>("i64.npy", "<i8", LongsCodec.NUMBERS, long[][]::new);

  @Override
  public String name() {
    return "i64.npy";
  }

  @Override
  public void encode(long[][] value, OutputStream out) throws IOException {
    NPY.write(value, out);
  }

  @Override
  public long[][] decode(InputStream in) throws IOException {
    return NPY.read(in);
  }
}
