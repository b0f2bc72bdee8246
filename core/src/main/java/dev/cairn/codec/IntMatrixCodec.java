package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Rows of ints. */
record IntMatrixCodec() implements Codec<int[][]> {
  private static final Npy<int[]> NPY =
      new Npy<>("i32.npy", "<i4", IntsCodec.NUMBERS, int[][]::new);

  @Override
  public String name() {
    return "i32.npy";
  }

  @Override
  public void encode(int[][] value, OutputStream out) throws IOException {
    NPY.write(value, out);
  }

  @Override
  public int[][] decode(InputStream in) throws IOException {
    return NPY.read(in);
  }
}
