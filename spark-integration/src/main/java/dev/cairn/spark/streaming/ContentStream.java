package dev.cairn.spark.streaming;

import java.io.EOFException;
import org.apache.hadoop.fs.FSInputStream;

/** A file's content as Hadoop reads files. Used by one thread. */
final class ContentStream extends FSInputStream {
  private final byte[] content;
  private int position;

  ContentStream(byte[] content) {
    this.content = content;
  }

  @Override
  public int read() {
    return position < content.length ? content[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int count = Math.min(length, content.length - position);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(content, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return content.length - position;
  }

  @Override
  public long skip(long count) {
    int skipped = (int) Math.max(0, Math.min(count, available()));
    position += skipped;
    return skipped;
  }

  @Override
  public void seek(long target) throws EOFException {
    if (target < 0 || target > content.length) {
      throw new EOFException(
          "There is no position %d in a file of %d bytes".formatted(target, content.length));
    }
    position = (int) target;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) {
    return false; // there is one source
  }
}
