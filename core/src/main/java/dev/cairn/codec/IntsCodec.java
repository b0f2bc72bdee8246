package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Ints in 4 bytes each. */
record IntsCodec() implements Codec<int[]> {
  static final Numbers<int[]> NUMBERS =
      new Numbers<>(
          "i32",
          Integer.BYTES,
          int[]::new,
          (block, array, at, count) -> block.asIntBuffer().put(array, at, count),
          (block, array, at, count) -> block.asIntBuffer().get(array, at, count));

  @Override
  public String name() {
    return "i32";
  }

  @Override
  public void encode(int[] value, OutputStream out) throws IOException {
    NUMBERS.write(value, out);
  }

  @Override
  public int[] decode(InputStream in) throws IOException {
    return NUMBERS.read(in);
  }
}
