package dev.cairn.internal.archive;

import dev.cairn.internal.log.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

/**
 * Writes the regular files of a tar archive one after the other, in constant memory. The same files
 * give the same bytes, on every machine: owner, group and mode are fixed.
 *
 * <p>Own code and no library, for three reasons: what comes out must not change with the release of
 * a library; what comes in is read as strictly as it was written ({@link TarReader}), with a heap
 * that no file can make larger; and it is this one kind of header.
 *
 * <p>Used by one thread.
 */
public final class TarWriter {
  private final OutputStream out;

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** An empty archive; the stream stays open. */
  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds a file.
   *
   * @param path ASCII, no part of it longer than 100 characters, 255 in all
   * @param size of the content in bytes; above 8 GiB it stands in an extended header
   * @param time when it was changed last; what a header cannot hold becomes the nearest that it can
   * @return the SHA-256 of the content as 64 hexadecimal digits
   * @throws IOException when the content has another size, or a stream fails
   */
  public String add(String path, long size, Instant time, Content content) throws IOException {
    long seconds = Math.max(0, Math.min(TarHeader.MAX_NUMBER, time.getEpochSecond()));
    if (size > TarHeader.MAX_NUMBER) {
      byte[] record = record(size);
      out.write(
          new TarHeader("PaxHeaders/size", record.length, seconds, TarHeader.Type.EXTENDED)
              .encode());
      out.write(record);
      pad(record.length);
    }
    long shown = size > TarHeader.MAX_NUMBER ? 0 : size;
    out.write(new TarHeader(path, shown, seconds, TarHeader.Type.FILE).encode());
    String sha256 = copy(path, size, content);
    pad(size);
    return sha256;
  }

  /** Ends the archive: two blocks of zeros. */
  public void end() throws IOException {
    out.write(new byte[2 * TarHeader.BLOCK]);
  }

  private String copy(String path, long size, Content content) throws IOException {
    var file = new FileStream(path, size);
    content.writeTo(file);
    if (file.written != size) {
      throw file.wrongSize();
    }
    return Sha256.hex(file.digest);
  }

  /** The content of one file on its way into the archive. */
  private final class FileStream extends OutputStream {
    private final MessageDigest digest = Sha256.digest();
    private final String path;
    private final long size;
    private long written;

    FileStream(String path, long size) {
      this.path = path;
      this.size = size;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > size - written) {
        throw wrongSize();
      }
      written += length;
      digest.update(bytes, offset, length);
      out.write(bytes, offset, length);
    }

    private IOException wrongSize() {
      return new IOException("%s does not have its %d bytes".formatted(path, size));
    }
  }

  private void pad(long size) throws IOException {
    int over = (int) (size % TarHeader.BLOCK);
    if (over > 0) {
      out.write(new byte[TarHeader.BLOCK - over]);
    }
  }

  /** {@code 26 size=10737418240\n}: the first number counts the whole record, itself included. */
  static byte[] record(long size) {
    String rest = " size=" + size + "\n";
    int length = rest.length() + 2;
    return (length + rest).getBytes(StandardCharsets.US_ASCII);
  }
}
