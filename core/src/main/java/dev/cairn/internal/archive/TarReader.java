package dev.cairn.internal.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a tar archive of the kind that {@link TarWriter} writes, and refuses every other: whoever
 * made the file, nothing in it is believed before it was compared with the length of the file. Two
 * blocks are all the memory that it takes.
 *
 * <p>What an {@link IOException} of it says is a clause about "it", the file. Used by one thread.
 */
public final class TarReader {
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final long length;
  private long position;

  /**
   * A file in the archive.
   *
   * @param path as the archive has it: any text at all
   * @param offset of its first byte in the archive
   * @param size in bytes; the archive has as many
   */
  public record Member(String path, long offset, long size) {}

  /** An archive from its begin; the channel stays open. */
  public TarReader(FileChannel file) throws IOException {
    this.file = file;
    this.length = file.size();
  }

  /**
   * The next file, which is passed over.
   *
   * @throws IOException when there is none, or what stands there is no regular file
   */
  public Member next() throws IOException {
    TarHeader header = TarHeader.decode(block());
    long size = header.size();
    if (header.type() == TarHeader.Type.EXTENDED) {
      size = extendedSize(header);
      header = TarHeader.decode(block());
      if (header.type() == TarHeader.Type.EXTENDED) {
        throw new IOException("it has two extended headers in a row");
      }
    }
    if (size > length - position) {
      throw new IOException(
          "it ends before the file in it that should have %d bytes".formatted(size));
    }
    Member member = new Member(header.path(), position, size);
    long blocks = size / TarHeader.BLOCK + (size % TarHeader.BLOCK == 0 ? 0 : 1);
    position += blocks * TarHeader.BLOCK;
    return member;
  }

  /**
   * Makes sure that the archive ends here, with two blocks of zeros and nothing after them.
   *
   * @throws IOException when it does not
   */
  public void end() throws IOException {
    byte[] zeros = new byte[TarHeader.BLOCK];
    boolean ends = Arrays.equals(block(), zeros);
    ends &= Arrays.equals(block(), zeros);
    if (!ends || position != length) {
      throw new IOException("it does not end after the last file that it should have");
    }
  }

  /**
   * The content of a file. Each stream has a position of its own.
   *
   * <p>The stream throws an {@link IOException} when the archive was cut meanwhile.
   */
  public InputStream content(Member member) {
    return new Region(file, member.offset(), member.size());
  }

  private long extendedSize(TarHeader header) throws IOException {
    if (header.size() > TarHeader.BLOCK) {
      throw new IOException("it has an extended header of %d bytes".formatted(header.size()));
    }
    byte[] record = Arrays.copyOf(block(), (int) header.size());
    String text = new String(record, StandardCharsets.ISO_8859_1);
    if (!text.matches("[0-9]{2} size=[1-9][0-9]{0,17}\n")) {
      throw new IOException("it has an extended header that says more than a size");
    }
    long size = Long.parseLong(text.substring(text.indexOf('=') + 1, text.length() - 1));
    if (!Arrays.equals(record, TarWriter.record(size))) {
      throw new IOException("it has an extended header of a wrong length");
    }
    return size;
  }

  private byte[] block() throws IOException {
    if (length - position < TarHeader.BLOCK) {
      throw new IOException("it ends before its end");
    }
    byte[] block = new byte[TarHeader.BLOCK];
    try (InputStream in = new Region(file, position, TarHeader.BLOCK)) {
      in.readNBytes(block, 0, block.length);
    }
    position += TarHeader.BLOCK;
    return block;
  }

  /** Some consecutive bytes of the file. */
  private static final class Region extends InputStream {
    private final FileChannel file;
    private final ByteBuffer buffer;
    private long at;
    private long left;

    Region(FileChannel file, long at, long left) {
      this.file = file;
      this.at = at;
      this.left = left;
      this.buffer = ByteBuffer.allocate((int) Math.min(BUFFER, left)).limit(0);
    }

    @Override
    public int read() throws IOException {
      return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count;
    }

    private boolean fill() throws IOException {
      if (buffer.hasRemaining()) {
        return true;
      }
      if (left == 0) {
        return false;
      }
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int count = file.read(buffer, at);
      if (count <= 0) {
        throw new IOException("it was cut while it was being read");
      }
      buffer.flip();
      at += count;
      left -= count;
      return true;
    }
  }
}
