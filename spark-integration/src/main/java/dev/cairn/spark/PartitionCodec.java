package dev.cairn.spark;

import dev.cairn.codec.Codec;
import dev.cairn.codec.CodecException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The elements of a partition in their order: of each one the number of its bytes, in four bytes
 * (big-endian), and its bytes.
 *
 * @param element writes an element and reads it back
 */
record PartitionCodec<T>(Codec<T> element) implements Codec<List<T>> {
  @Override
  public String name() {
    return "partition of " + element.name();
  }

  @Override
  public void encode(List<T> elements, OutputStream out) throws IOException {
    var encoded = new ArrayList<byte[]>();
    for (T value : elements) {
      encoded.add(element.toBytes(value));
    }
    write(encoded, out);
  }

  /** Writes elements that are bytes already. */
  static void write(List<byte[]> elements, OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    for (byte[] bytes : elements) {
      data.writeInt(bytes.length);
      data.write(bytes);
    }
    data.flush();
  }

  @Override
  public List<T> decode(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    var elements = new ArrayList<T>();
    for (int first = data.read(); first >= 0; first = data.read()) {
      elements.add(element.fromBytes(next(data, first)));
    }
    return elements;
  }

  private byte[] next(DataInputStream data, int first) throws IOException {
    try {
      int length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
      byte[] bytes = length < 0 ? new byte[0] : data.readNBytes(length);
      if (bytes.length == length) {
        return bytes;
      }
    } catch (EOFException e) {
      throw CodecException.reading(name(), "they end within an element", e);
    }
    throw CodecException.reading(name(), "they end within an element", null);
  }
}
