package dev.cairn.callback;

import dev.cairn.codec.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Trials one after the other, until the end: the number in 8 bytes, the value as IEEE 754 in 8
 * bytes, the length of the parameters in 4 bytes, all big-endian, and the parameters as their codec
 * writes them.
 */
record TrialsCodec<P>(Codec<P> parameters) implements Codec<List<Trial<P>>> {
  private static final int MAX_PARAMETERS = 16 << 20;

  @Override
  public String name() {
    return "trials-" + parameters.name();
  }

  @Override
  public void encode(List<Trial<P>> trials, OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    for (Trial<P> trial : trials) {
      byte[] bytes = parameters.toBytes(trial.parameters());
      if (bytes.length > MAX_PARAMETERS) {
        throw new IOException(
            "the parameters of trial "
                + trial.number()
                + " have more than "
                + MAX_PARAMETERS
                + " bytes");
      }
      data.writeLong(trial.number());
      data.writeDouble(trial.value());
      data.writeInt(bytes.length);
      data.write(bytes);
    }
    data.flush();
  }

  @Override
  public List<Trial<P>> decode(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    List<Trial<P>> trials = new ArrayList<>();
    for (int first = in.read(); first >= 0; first = in.read()) {
      long number = (long) first << 56;
      for (int shift = 48; shift >= 0; shift -= 8) {
        number |= (long) data.readUnsignedByte() << shift;
      }
      double value = data.readDouble();
      int length = data.readInt();
      if (number < 0 || length < 0 || length > MAX_PARAMETERS) {
        throw new IOException("trial " + number + " with parameters of " + length + " bytes");
      }
      byte[] bytes = data.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("the parameters of trial " + number + " end early");
      }
      trials.add(new Trial<>(number, parameters.fromBytes(bytes), value));
    }
    return trials;
  }
}
