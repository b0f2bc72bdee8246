package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Floats in 4 bytes each. */
record FloatsCodec() implements Codec<float[]> {
  static final Numbers<float[]> NUMBERS =
      new Numbers<>(
          "f32",
          Float.BYTES,
          float[]::new,
          (block, array, at, count) -> block.asFloatBuffer().put(array, at, count),
          (block, array, at, count) -> block.asFloatBuffer().get(array, at, count));

  @Override
  public String name() {
    return "f32";
  }

  @Override
  public void encode(float[] value, OutputStream out) throws IOException {
    NUMBERS.write(value, out);
  }

  @Override
  public float[] decode(InputStream in) throws IOException {
    return NUMBERS.read(in);
  }
}
