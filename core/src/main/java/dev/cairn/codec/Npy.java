package dev.cairn.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays of equally long rows in NumPy's own format, version 1.0, row by row, little-endian: {@code
 * numpy.load} reads them, and what {@code numpy.save} wrote of the same type is read here. The
 * format is described in NumPy's documentation of {@code numpy.lib.format}.
 *
 * @param <A> the type of a row, such as {@code double[]}
 */
final class Npy<A> {
  private static final byte[] MAGIC = "\u0093NUMPY\1\0".getBytes(ISO_8859_1);
  private static final int BEFORE_HEADER = MAGIC.length + Short.BYTES;

  /** What the beginning of the numbers is aligned to. */
  private static final int ALIGNMENT = 64;

  /** The most rows without columns, which take memory and have no bytes. */
  private static final int MAX_EMPTY_ROWS = 1 << 20;

  private final String codec;
  private final String type;
  private final Numbers<A> numbers;
  private final IntFunction<A[]> create;
  private final Pattern header;

  /**
   * The codec of a name, for rows of numbers that NumPy calls {@code type}, such as {@code <f8}.
   */
  Npy(String codec, String type, Numbers<A> numbers, IntFunction<A[]> create) {
    this.codec = codec;
    this.type = type;
    this.numbers = numbers.of(codec);
    this.create = create;
    this.header =
        Pattern.compile(
            "\\{'descr': '%s', 'fortran_order': False, 'shape': \\(([0-9]{1,9}), ([0-9]{1,9})\\), \\} *\n"
                .formatted(type));
  }

  void write(A[] rows, OutputStream out) throws IOException {
    int columns = rows.length == 0 ? 0 : Array.getLength(rows[0]);
    for (int row = 0; row < rows.length; row++) {
      if (Array.getLength(rows[row]) != columns) {
        throw CodecException.writing(
            codec,
            "row %d has %d numbers and row 0 has %d"
                .formatted(row, Array.getLength(rows[row]), columns),
            null);
      }
    }
    if (columns == 0 && rows.length > MAX_EMPTY_ROWS) {
      throw CodecException.writing(codec, "so many rows are without numbers", null);
    }
    out.write(start(rows.length, columns));
    byte[] block = new byte[Numbers.BLOCK];
    for (A row : rows) {
      numbers.write(row, out, block);
    }
  }

  private byte[] start(int rows, int columns) {
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(type, rows, columns);
    int length = BEFORE_HEADER + text.length() + 1;
    int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] start = new byte[padded];
    Arrays.fill(start, (byte) ' ');
    ByteBuffer.wrap(start)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) (padded - BEFORE_HEADER))
        .put(text.getBytes(ISO_8859_1))
        .put(padded - 1, (byte) '\n');
    return start;
  }

  A[] read(InputStream in) throws IOException {
    byte[] before = in.readNBytes(BEFORE_HEADER);
    if (before.length < BEFORE_HEADER
        || !Arrays.equals(before, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw CodecException.reading(codec, "they do not begin as NumPy's format 1.0 does", null);
    }
    int length =
        Short.toUnsignedInt(
            ByteBuffer.wrap(before).order(ByteOrder.LITTLE_ENDIAN).getShort(MAGIC.length));
    Matcher shape = header.matcher(new String(in.readNBytes(length), ISO_8859_1));
    if (!shape.matches()) {
      throw CodecException.reading(codec, "they are no rows of the type " + type, null);
    }
    A[] rows = rows(in, Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2)));
    if (in.read() >= 0) {
      throw CodecException.reading(codec, "more bytes follow the last row", null);
    }
    return rows;
  }

  private A[] rows(InputStream in, int count, int columns) throws IOException {
    if (columns == 0 && count > MAX_EMPTY_ROWS) {
      throw CodecException.reading(codec, "so many rows are without numbers", null);
    }
    byte[] block = new byte[Numbers.BLOCK];
    List<A> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      rows.add(numbers.read(in, columns, block));
    }
    return rows.toArray(create.apply(0));
  }
}
