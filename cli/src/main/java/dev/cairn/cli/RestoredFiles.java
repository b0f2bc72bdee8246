package dev.cairn.cli;

import dev.cairn.Checkpoint;
import dev.cairn.Restored;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The items of a checkpoint as files of one directory. All of them are written and forced to the
 * disk under temporary names first; only then each takes its place by a rename, which replaces what
 * was there, a symbolic link included, and follows none. So a failure before that leaves the
 * directory as it was, and no file is ever half of one and half of another.
 */
final class RestoredFiles {
  private final Path directory;

  RestoredFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes the items.
   *
   * @return the file of each item, by its name, in the order of the checkpoint
   * @throws LocalFileException when the directory does not take them
   */
  Map<String, Path> write(Restored restored) {
    Path root = root();
    Map<Path, Path> written = new LinkedHashMap<>();
    Map<String, Path> files = new LinkedHashMap<>();
    try {
      for (Checkpoint.Item item : restored.checkpoint().items()) {
        Path target = target(root, item.name());
        Path temporary = root.resolve(".cairn-" + UUID.randomUUID() + ".part");
        written.put(temporary, target);
        files.put(item.name(), target);
        write(restored, item, temporary);
      }
      for (Map.Entry<Path, Path> file : written.entrySet()) {
        Files.move(file.getKey(), file.getValue(), StandardCopyOption.ATOMIC_MOVE);
      }
      force(root);
    } catch (IOException e) {
      throw LocalFileException.of(
          "Cannot restore to",
          directory,
          e,
          "Give a directory with enough space that this user may write to; files that were there are whole");
    } finally {
      written.keySet().forEach(RestoredFiles::discard);
    }
    return files;
  }

  /** The paths as text, for JSON. */
  static Map<String, String> shown(Map<String, Path> files) {
    return files.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                file -> file.getValue().toString(),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private Path root() {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
      }
      return directory.toRealPath();
    } catch (IOException e) {
      throw LocalFileException.of(
          "Cannot restore to", directory, e, "Give a directory that this user may write to");
    }
  }

  /** Where an item goes. A name that would lead elsewhere can only come from a forged log. */
  private Path target(Path root, String name) {
    Path target = root.resolve(name).normalize();
    if (!root.equals(target.getParent())) {
      throw new LocalFileException(
          "Cannot restore the item '%s': its name would lead out of '%s'. Nothing was written; see who writes to the store."
              .formatted(name.replaceAll("\\p{Cntrl}", "?"), directory));
    }
    if (Files.isDirectory(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      throw new LocalFileException(
          "Cannot restore the item '%s' to '%s': a directory of that name is there. Give another directory; nothing was changed."
              .formatted(name, directory));
    }
    return target;
  }

  private static void write(Restored restored, Checkpoint.Item item, Path file) throws IOException {
    try (InputStream in = restored.bytes(item.name());
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = Channels.newOutputStream(channel);
      in.transferTo(out);
      channel.force(true);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
