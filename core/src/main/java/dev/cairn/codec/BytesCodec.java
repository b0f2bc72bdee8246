package dev.cairn.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Bytes as they are. */
record BytesCodec() implements Codec<byte[]> {
  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public void encode(byte[] value, OutputStream out) throws IOException {
    out.write(value);
  }

  @Override
  public byte[] decode(InputStream in) throws IOException {
    return in.readAllBytes();
  }
}
