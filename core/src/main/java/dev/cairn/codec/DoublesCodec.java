package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Doubles in 8 bytes each. */
record DoublesCodec() implements Codec<double[]> {
  @Override
  public String name() {
    return "f64";
  }

  @Override
  public void encode(double[] value, OutputStream out) throws IOException {
    for (int at = 0; at < value.length; at += EightBytes.BLOCK) {
      byte[] block = new byte[8 * Math.min(EightBytes.BLOCK, value.length - at)];
      EightBytes.buffer(block).asDoubleBuffer().put(value, at, block.length / 8);
      out.write(block);
    }
  }

  @Override
  public double[] decode(InputStream in) throws IOException {
    ByteBuffer bytes = EightBytes.readAll(in);
    double[] value = new double[bytes.remaining() / 8];
    bytes.asDoubleBuffer().get(value);
    return value;
  }
}
