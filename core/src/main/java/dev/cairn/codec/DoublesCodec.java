package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Doubles in 8 bytes each. */
record DoublesCodec() implements Codec<double[]> {
  static final Numbers<double[]> NUMBERS =
      new Numbers<>(
          "f64",
          Double.BYTES,
          double[]::new,
          (block, array, at, count) -> block.asDoubleBuffer().put(array, at, count),
          (block, array, at, count) -> block.asDoubleBuffer().get(array, at, count));

  @Override
  public String name() {
    return "f64";
  }

  @Override
  public void encode(double[] value, OutputStream out) throws IOException {
    NUMBERS.write(value, out);
  }

  @Override
  public double[] decode(InputStream in) throws IOException {
    return NUMBERS.read(in);
  }
}
