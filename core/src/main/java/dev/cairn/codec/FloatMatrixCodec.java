package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Rows of floats. */
record FloatMatrixCodec() implements Codec<float[][]> {
  private static final Npy<float[]> NPY =
      new Npy<>("f32.npy", "<f4", FloatsCodec.NUMBERS, float[][]::new);

  @Override
  public String name() {
    return "f32.npy";
  }

  @Override
  public void encode(float[][] value, OutputStream out) throws IOException {
    NPY.write(value, out);
  }

  @Override
  public float[][] decode(InputStream in) throws IOException {
    return NPY.read(in);
  }
}
