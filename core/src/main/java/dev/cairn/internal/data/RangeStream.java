package dev.cairn.internal.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Some bytes out of the middle of a stream. Marks are not supported. */
final class RangeStream extends FilterInputStream {
  private long before;
  private long left;

  /** The {@code length} bytes after the first {@code before}. */
  RangeStream(InputStream in, long before, long length) {
    super(in);
    this.before = before;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    if (before > 0) {
      in.skipNBytes(before);
      before = 0;
    }
    int count = in.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(count, 0);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = 0;
    while (skipped < count && read() >= 0) {
      skipped++;
    }
    return skipped;
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
