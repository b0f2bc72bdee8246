package dev.cairn.cli;

import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Files as their bytes, in constant memory. The format is that of {@link Codecs#bytes}, so that a
 * program reads with that one what a script has saved.
 */
record FileCodec() implements Codec<Path> {
  private static final int BUFFER = 64 * 1024;

  @Override
  public String name() {
    return Codecs.bytes().name();
  }

  /**
   * Copies a file to the stream.
   *
   * @throws IOException also when the file changes meanwhile: half of the old and half of the new
   *     would be neither
   */
  @Override
  public void encode(Path file, OutputStream out) throws IOException {
    BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
    boolean same;
    try (InputStream in = Files.newInputStream(file)) {
      same = copy(in, before.size(), out) && in.read() < 0;
    }
    BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
    if (!same || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
      throw new IOException(file + " was changed while it was being read");
    }
  }

  /** Copies so many bytes, and says whether there were as many: a growing file would never end. */
  private static boolean copy(InputStream in, long bytes, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = bytes;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(BUFFER, left));
      if (count < 0) {
        return false;
      }
      out.write(buffer, 0, count);
      left -= count;
    }
    return true;
  }

  /** Copies the rest of the stream to a new file in the folder for temporary files. */
  @Override
  public Path decode(InputStream in) throws IOException {
    Path file = Files.createTempFile("cairn-", ".item");
    try (OutputStream out = Files.newOutputStream(file)) {
      in.transferTo(out);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return file;
  }
}
