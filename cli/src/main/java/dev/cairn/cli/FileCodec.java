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
    long copied = Files.copy(file, out);
    BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
    if (copied != before.size()
        || after.size() != before.size()
        || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
      throw new IOException(file + " was changed while it was being read");
    }
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
