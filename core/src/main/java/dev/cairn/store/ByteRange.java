package dev.cairn.store;

/**
 * A range of an object's bytes.
 *
 * @param offset of the first byte, from 0
 * @param length in bytes, at least 1
 */
public record ByteRange(long offset, int length) {
  /** Checks the range. */
  public ByteRange {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException(
          "A range starts at 0 or later and has at least 1 byte, not " + offset + "+" + length);
    }
  }
}
