package dev.cairn.run;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a part stands in its object, format 1: one line of ASCII, then the results.
 *
 * <pre>
 * CAIRN-PART 1 &lt;first unit&gt; &lt;last unit&gt; &lt;none or zstd&gt; &lt;bytes of the results&gt;\n
 * </pre>
 *
 * The results, which may be one Zstandard frame, are for each unit in order a length in four bytes
 * (big-endian) and so many bytes. Nothing in a part depends on when, where or by whom it was
 * written: equal results give equal bytes, so two parts with the same units and different digests
 * mean that the function of the run is none.
 */
final class PartFormat {
  /** The most bytes that the results of one part may have; what claims more is not believed. */
  static final int MAX_BODY = 256 << 20;

  private static final int ZSTD_LEVEL = 3;
  private static final int MAX_HEADER = 100;
  private static final Pattern HEADER =
      Pattern.compile(
          "CAIRN-PART ([0-9]{1,9}) ([0-9]{1,12}) ([0-9]{1,12}) (none|zstd) ([0-9]{1,9})");

  private PartFormat() {}

  static ByteBuffer encode(UnitInterval units, List<byte[]> results) {
    long size = results.stream().mapToLong(result -> 4L + result.length).sum();
    if (results.size() != units.size() || size > MAX_BODY) {
      throw new IllegalArgumentException(
          "A part of the units %s holds one result for each, of %d bytes at most; not %d results of %d bytes"
              .formatted(units, MAX_BODY, results.size(), size));
    }
    ByteBuffer body = ByteBuffer.allocate((int) size);
    results.forEach(result -> body.putInt(result.length).put(result));
    byte[] packed = Zstd.compress(body.array(), ZSTD_LEVEL);
    boolean smaller = packed.length < size;
    byte[] header =
        "CAIRN-PART 1 %d %d %s %d\n"
            .formatted(units.first(), units.last(), smaller ? "zstd" : "none", size)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] stored = smaller ? packed : body.array();
    return ByteBuffer.allocate(header.length + stored.length).put(header).put(stored).flip();
  }

  /**
   * The results that a part of some units holds.
   *
   * @throws IOException with the reason, when the bytes are not such a part
   */
  static List<byte[]> decode(byte[] bytes, UnitInterval units) throws IOException {
    int end = 0;
    while (end < bytes.length && end < MAX_HEADER && bytes[end] != '\n') {
      end++;
    }
    Matcher header = HEADER.matcher(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    if (end == bytes.length || !header.matches()) {
      throw new IOException("it does not begin with the line of a part");
    }
    if (!header.group(1).equals("1")) {
      throw new IOException(
          "it has format " + header.group(1) + ", and this version of Cairn reads format 1");
    }
    if (Long.parseLong(header.group(2)) != units.first()
        || Long.parseLong(header.group(3)) != units.last()) {
      throw new IOException("its first line tells of other units than its name");
    }
    ByteBuffer body = body(bytes, end + 1, header.group(4), Integer.parseInt(header.group(5)));
    if (units.size() > body.remaining() / 4) {
      throw new IOException("it is too short for its units");
    }
    List<byte[]> results = new ArrayList<>((int) units.size());
    for (long unit = units.first(); unit <= units.last(); unit++) {
      int length = body.remaining() < 4 ? -1 : body.getInt();
      if (length < 0 || length > body.remaining()) {
        throw new IOException("it ends within the result of unit " + unit);
      }
      byte[] result = new byte[length];
      body.get(result);
      results.add(result);
    }
    if (body.hasRemaining()) {
      throw new IOException("it goes on after its last unit");
    }
    return results;
  }

  private static ByteBuffer body(byte[] bytes, int offset, String compression, int size)
      throws IOException {
    int stored = bytes.length - offset;
    if (compression.equals("none")) {
      if (stored != size) {
        throw new IOException(
            "it holds %d bytes of results and promises %d".formatted(stored, size));
      }
      return ByteBuffer.wrap(bytes, offset, stored);
    }
    if (size > MAX_BODY) {
      throw new IOException("it promises " + size + " bytes of results, more than a part has");
    }
    byte[] body = new byte[size];
    long count = Zstd.decompressByteArray(body, 0, size, bytes, offset, stored);
    if (count != size) {
      throw new IOException("its results are not a Zstandard frame of the promised size");
    }
    return ByteBuffer.wrap(body);
  }
}
