package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** What an executor found when it read a slice of a part. */
sealed interface SliceReport {
  /** The bytes are those that were written; 32 bytes of SHA-256 for each unit of the slice. */
  final class Whole implements SliceReport {
    private final byte[] unitDigests;

    Whole(byte[] unitDigests) {
      this.unitDigests = unitDigests;
    }

    byte[] unitDigests() {
      return unitDigests;
    }
  }

  /** The bytes are not those that were written, or are gone. */
  record Damaged(String why) implements SliceReport {}

  /** The report as bytes, which any serializer of Spark can send. */
  default byte[] encode() {
    if (this instanceof Whole whole) {
      return prefixed('+', whole.unitDigests());
    }
    return prefixed('-', ((Damaged) this).why().getBytes(UTF_8));
  }

  static SliceReport decode(byte[] bytes) {
    byte[] content = Arrays.copyOfRange(bytes, 1, bytes.length);
    return bytes[0] == '+' ? new Whole(content) : new Damaged(new String(content, UTF_8));
  }

  private static byte[] prefixed(char kind, byte[] content) {
    var bytes = new byte[content.length + 1];
    bytes[0] = (byte) kind;
    System.arraycopy(content, 0, bytes, 1, content.length);
    return bytes;
  }
}
