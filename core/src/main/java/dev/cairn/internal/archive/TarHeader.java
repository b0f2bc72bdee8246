package dev.cairn.internal.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 512 bytes in front of a member of a tar archive, in the ustar format (POSIX.1-2001, pax,
 * "ustar Interchange Format"). Only regular files and the extended headers before them exist here.
 *
 * @param path of the member: ASCII, see {@link #MAX_NAME} and {@link #MAX_PREFIX}
 * @param size of its content
 * @param seconds since 1970, when it was changed last
 * @param type what it is
 */
record TarHeader(String path, long size, long seconds, Type type) {
  /** What a header and everything else in an archive is a multiple of. */
  static final int BLOCK = 512;

  /** The largest number of eleven octal digits: what is larger needs an extended header. */
  static final long MAX_NUMBER = (1L << 33) - 1;

  static final int MAX_NAME = 100;
  static final int MAX_PREFIX = 155;

  private static final int SIZE_AT = 124;
  private static final int TIME_AT = 136;
  private static final int NUMBER_LENGTH = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final byte[] MAGIC = ascii("ustar\00000");

  /** What a member is. */
  enum Type {
    FILE('0'),
    EXTENDED('x');

    private final char flag;

    Type(char flag) {
      this.flag = flag;
    }
  }

  /** The header as it stands in the archive. */
  byte[] encode() {
    byte[] block = new byte[BLOCK];
    int slash = path.length() <= MAX_NAME ? -1 : path.indexOf('/', path.length() - MAX_NAME - 1);
    String name = path.substring(slash + 1);
    String prefix = slash < 0 ? "" : path.substring(0, slash);
    if (name.isEmpty() || name.length() > MAX_NAME || prefix.length() > MAX_PREFIX) {
      throw new IllegalArgumentException("no tar header takes the path " + path);
    }
    put(block, 0, name);
    put(block, 100, "0000644");
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, SIZE_AT, octal(size));
    put(block, TIME_AT, octal(seconds));
    block[TYPE_AT] = (byte) type.flag;
    System.arraycopy(MAGIC, 0, block, MAGIC_AT, MAGIC.length);
    put(block, 329, "0000000");
    put(block, 337, "0000000");
    put(block, PREFIX_AT, prefix);
    put(block, CHECKSUM_AT, "%06o\0 ".formatted(checksum(block)));
    return block;
  }

  /**
   * The header that a block holds.
   *
   * @throws IOException when it holds none of the two kinds; the message is a clause about "it"
   */
  static TarHeader decode(byte[] block) throws IOException {
    String sum = text(block, CHECKSUM_AT, CHECKSUM_LENGTH).strip();
    if (!sum.matches("[0-7]{1,6}") || Integer.parseInt(sum, 8) != checksum(block)) {
      throw new IOException("a header has a wrong checksum");
    }
    if (!Arrays.equals(block, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IOException("a header is not of the format that exports have (ustar)");
    }
    Type type =
        switch (block[TYPE_AT]) {
          case '0' -> Type.FILE;
          case 'x' -> Type.EXTENDED;
          default ->
              throw new IOException("it has a member that is not a regular file, such as a link");
        };
    String prefix = text(block, PREFIX_AT, MAX_PREFIX);
    String name = text(block, 0, MAX_NAME);
    return new TarHeader(
        prefix.isEmpty() ? name : prefix + "/" + name,
        number(block, SIZE_AT),
        number(block, TIME_AT),
        type);
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = ascii(text);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static String octal(long number) {
    return "%011o".formatted(number);
  }

  private static long number(byte[] block, int at) throws IOException {
    String digits = text(block, at, NUMBER_LENGTH).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw new IOException("a header has a size or a time that is no octal number");
    }
    return Long.parseLong(digits, 8);
  }

  /** A field up to its first NUL. */
  private static String text(byte[] block, int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.ISO_8859_1);
  }

  /** The sum of all bytes, with spaces in the place of the sum itself. */
  private static int checksum(byte[] block) {
    int sum = CHECKSUM_LENGTH * ' ';
    for (int i = 0; i < BLOCK; i++) {
      boolean isSum = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
      sum += isSum ? 0 : block[i] & 0xff;
    }
    return sum;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
