package dev.cairn.run;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.cairn.InvalidRequestException;
import dev.cairn.UnsupportedFormatException;
import dev.cairn.internal.log.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a part stands in its object, format {@value #FORMAT}: one line of ASCII, then a body.
 *
 * <pre>
 * CAIRN-PART &lt;format&gt; &lt;first unit&gt; &lt;last unit&gt; &lt;none or zstd&gt; &lt;bytes of the body&gt;\n
 * </pre>
 *
 * The body is, for each unit in order, the length of its result in four bytes (big-endian) and the
 * result. When one Zstandard frame (RFC 8878) with its content size in it is smaller, that stands
 * there instead; the line counts the bytes of the body before compression.
 *
 * <p><b>The digest</b> in a part's name is SHA-256 over the part as it would stand uncompressed,
 * its line included (with {@code none} in it). So it covers the units and all results, and nothing
 * that depends on when, where, by whom or by which release of Zstandard the part was written: equal
 * results give equal digests, and two parts of the same units with different digests mean that the
 * function of the run is none. The line and what the digest covers are the same in every format, so
 * a part of a newer format can be told from a damaged one.
 *
 * <p><b>What is read is not believed.</b> Numbers are bounded before they are parsed; the body is
 * allocated only when its promised size is possible for the stored bytes (no Zstandard block has
 * more than 128 KiB, or less than 4 bytes) and is what the frame promises too; decompression never
 * goes beyond it; no result is looked at before the digest was compared.
 */
final class PartFormat {
  static final int FORMAT = 1;

  /** The most bytes that the body of one part may have. */
  static final int MAX_BODY = 256 << 20;

  /** What a result takes in the body besides its own bytes. */
  static final int RESULT_OVERHEAD = Integer.BYTES;

  private static final int ZSTD_LEVEL = 3;
  private static final int ZSTD_MOST_RATIO = (128 << 10) / 4;
  static final int MAX_LINE = 80;
  private static final Pattern LINE =
      Pattern.compile(
          "CAIRN-PART ([1-9][0-9]{0,8}) (0|[1-9][0-9]{0,11}) (0|[1-9][0-9]{0,11}) (none|zstd) ([1-9][0-9]{0,8})");

  private PartFormat() {}

  /** What is to be stored, and the digest for the name. */
  record Encoded(ByteBuffer bytes, String sha256) {}

  static Encoded encode(UnitInterval units, List<byte[]> results) {
    int size = bodySize(units, results);
    byte[] line = line(FORMAT, units, "none", size);
    byte[] plain = new byte[line.length + size];
    ByteBuffer to = ByteBuffer.wrap(plain).put(line);
    results.forEach(result -> to.putInt(result.length).put(result));
    String sha256 = Sha256.of(ByteBuffer.wrap(plain));

    byte[] packedLine = line(FORMAT, units, "zstd", size);
    byte[] packed = new byte[packedLine.length + (int) Zstd.compressBound(size)];
    System.arraycopy(packedLine, 0, packed, 0, packedLine.length);
    int end =
        packedLine.length
            + (int)
                Zstd.compressByteArray(
                    packed,
                    packedLine.length,
                    packed.length - packedLine.length,
                    plain,
                    line.length,
                    size,
                    ZSTD_LEVEL);
    return new Encoded(
        end < plain.length ? ByteBuffer.wrap(packed, 0, end) : ByteBuffer.wrap(plain), sha256);
  }

  /**
   * The results that a part holds, one for each unit.
   *
   * @param bytes as they are stored
   * @throws IOException when the bytes are not that part; its message is a clause about "it"
   * @throws UnsupportedFormatException when they are, in a format that is not known here
   */
  static List<byte[]> decode(byte[] bytes, PartName name) throws IOException {
    int end = 0;
    while (end < bytes.length && end < MAX_LINE && bytes[end] != '\n') {
      end++;
    }
    Matcher line = LINE.matcher(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    if (end == bytes.length || !line.matches()) {
      throw new IOException("it does not begin with the line of a part");
    }
    UnitInterval units = name.units();
    if (Long.parseLong(line.group(2)) != units.first()
        || Long.parseLong(line.group(3)) != units.last()) {
      throw new IOException("its first line tells of other units than its name");
    }
    int format = Integer.parseInt(line.group(1));
    int size = Integer.parseInt(line.group(5));
    ByteBuffer body =
        line.group(4).equals("none") ? plain(bytes, end + 1, size) : unpack(bytes, end + 1, size);
    ByteBuffer plainLine = ByteBuffer.wrap(line(format, units, "none", size));
    if (!Sha256.of(plainLine, body).equals(name.sha256())) {
      throw new IOException("its SHA-256 does not match its name");
    }
    if (format != FORMAT) {
      throw new UnsupportedFormatException("The part " + name, format, FORMAT);
    }
    return results(body, units);
  }

  private static int bodySize(UnitInterval units, List<byte[]> results) {
    long size = results.stream().mapToLong(result -> (long) RESULT_OVERHEAD + result.length).sum();
    if (results.size() != units.size()) {
      throw new InvalidRequestException(
          "A part of the units %s cannot hold %d results: give one for each unit."
              .formatted(units, results.size()));
    }
    if (size > MAX_BODY) {
      throw new InvalidRequestException(
          "A part cannot hold the %d bytes of the results of the units %s: write several parts of at most %d bytes, or smaller results."
              .formatted(size, units, MAX_BODY));
    }
    return (int) size;
  }

  private static byte[] line(int format, UnitInterval units, String compression, int size) {
    return ("CAIRN-PART " + format + " " + units.first() + " " + units.last())
        .concat(" " + compression + " " + size + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static ByteBuffer plain(byte[] bytes, int offset, int size) throws IOException {
    if (bytes.length - offset != size) {
      throw new IOException(
          "%d bytes follow its first line, which promises %d"
              .formatted(bytes.length - offset, size));
    }
    return ByteBuffer.wrap(bytes, offset, size);
  }

  private static ByteBuffer unpack(byte[] bytes, int offset, int size) throws IOException {
    int stored = bytes.length - offset;
    if (size > MAX_BODY || size > (long) stored * ZSTD_MOST_RATIO) {
      throw new IOException(
          "its first line promises %d bytes, and %d cannot hold so many".formatted(size, stored));
    }
    byte[] body;
    try {
      if (Zstd.getFrameContentSize(bytes, offset, stored) != size
          || Zstd.findFrameCompressedSize(bytes, offset, stored) != stored) {
        throw new IOException("it is not one Zstandard frame of the size that it promises");
      }
      body = new byte[size];
      if (Zstd.decompressByteArray(body, 0, size, bytes, offset, stored) != size) {
        throw new IOException("it holds less than it promises");
      }
    } catch (ZstdException e) {
      throw new IOException("it cannot be decompressed (" + e.getMessage() + ")", e);
    }
    return ByteBuffer.wrap(body);
  }

  /** The results in a body whose digest is right; what is wrong here was written wrong. */
  private static List<byte[]> results(ByteBuffer body, UnitInterval units) throws IOException {
    if (body.remaining() < units.size() * RESULT_OVERHEAD) {
      throw new IOException("it is too short for its units");
    }
    byte[] array = body.array();
    int at = body.arrayOffset() + body.position();
    int limit = at + body.remaining();
    List<byte[]> results = new ArrayList<>((int) units.size());
    for (long unit = units.first(); unit <= units.last(); unit++) {
      int length = limit - at < RESULT_OVERHEAD ? -1 : body.getInt(at - body.arrayOffset());
      if (length < 0 || length > limit - at - RESULT_OVERHEAD) {
        throw new IOException("it ends within the result of unit " + unit);
      }
      at += RESULT_OVERHEAD;
      results.add(Arrays.copyOfRange(array, at, at + length));
      at += length;
    }
    if (at != limit) {
      throw new IOException("it goes on after its last unit");
    }
    return results;
  }
}
