package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Rows of doubles. */
record DoubleMatrixCodec() implements Codec<double[][]> {
  private static final Npy<double[]> NPY =
      new Npy<>("f64.npy", "<f8", DoublesCodec.NUMBERS, double[][]::new);

  @Override
  public String name() {
    return "f64.npy";
  }

  @Override
  public void encode(double[][] value, OutputStream out) throws IOException {
    NPY.write(value, out);
  }

  @Override
  public double[][] decode(InputStream in) throws IOException {
    return NPY.read(in);
  }
}
