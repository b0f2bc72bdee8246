package dev.cairn;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is there whole or not at all: it is written under another name beside its place,
 * forced to the disk, and then gets its name. A kill before that leaves {@code .cairn-*.part}.
 */
final class ExportFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final Path folder;
  private final Path temporary;
  private final CheckpointTransfer.OnExisting onExisting;

  private ExportFile(
      Path file, Path folder, Path temporary, CheckpointTransfer.OnExisting onExisting) {
    this.file = file;
    this.folder = folder;
    this.temporary = temporary;
    this.onExisting = onExisting;
  }

  /** What a file is to hold. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * A file that is to be written. Looks first whether that is possible, before anything is read for
   * it.
   *
   * @throws ExportFileException when it is not
   */
  static ExportFile create(Path path, CheckpointTransfer.OnExisting onExisting) {
    Path file = path.toAbsolutePath();
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw failure(path, new IOException("it is a directory"));
    }
    if (onExisting == CheckpointTransfer.OnExisting.REFUSE
        && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw exists(path);
    }
    Path temporary = folder.resolve(".cairn-" + UUID.randomUUID() + ".part");
    try {
      Files.createFile(temporary);
    } catch (IOException e) {
      throw failure(path, e);
    }
    return new ExportFile(path, folder, temporary, onExisting);
  }

  /** Writes the file and returns its size, when it is durable and has its name. */
  long write(Content content) {
    try {
      long size;
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        content.writeTo(out);
        out.flush();
        channel.force(true);
        size = channel.size();
      }
      place();
      force();
      return size;
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  /** Removes what was not placed. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure(temporary, e);
    }
  }

  private void place() throws IOException {
    switch (onExisting) {
      case REPLACE -> Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      case REFUSE -> {
        try {
          // A rename would replace what came meanwhile; a link does not.
          Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
          throw e;
        } catch (IOException | UnsupportedOperationException e) {
          // A file system without links.
          if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
          }
          Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private void force() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static ExportFileException exists(Path file) {
    return new ExportFileException(
        "Cannot export to",
        file,
        new IOException("there is a file of that name"),
        "Give another name, or say that it is to be replaced; it is as it was");
  }

  private static ExportFileException failure(Path file, IOException cause) {
    return new ExportFileException(
        "Cannot export to",
        file,
        cause,
        "Give a file in a directory with enough space that this user may write to; a file that was there is whole");
  }
}
