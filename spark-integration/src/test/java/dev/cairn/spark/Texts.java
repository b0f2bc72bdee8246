package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The codec of the tests' results. */
final class Texts implements Codec<String> {
  @Override
  public String name() {
    return "text";
  }

  @Override
  public void encode(String value, OutputStream out) throws IOException {
    out.write(value.getBytes(UTF_8));
  }

  @Override
  public String decode(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }
}
