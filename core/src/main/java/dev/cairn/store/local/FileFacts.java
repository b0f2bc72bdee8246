package dev.cairn.store.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at a name tells, links not followed.
 *
 * @param type of what has the name
 * @param size in bytes
 * @param inode that the name stands for
 * @param links the number of names that the inode has
 */
record FileFacts(Type type, long size, long inode, int links) {
  enum Type {
    FILE,
    FOLDER,
    LINK,
    /** A pipe, a socket, a device: opening one may block or do anything. */
    OTHER
  }

  private static final int TYPE_BITS = 0170000;

  /** Looks; empty when nothing has the name. */
  static Optional<FileFacts> of(Path path) throws IOException {
    Map<String, Object> seen;
    try {
      seen = Files.readAttributes(path, "unix:mode,size,ino,nlink", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(
        new FileFacts(
            type(number(seen, "mode").intValue()),
            number(seen, "size").longValue(),
            number(seen, "ino").longValue(),
            number(seen, "nlink").intValue()));
  }

  private static Number number(Map<String, Object> seen, String name) {
    if (seen.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalStateException("The file system view 'unix' does not tell " + name);
  }

  private static Type type(int mode) {
    return switch (mode & TYPE_BITS) {
      case 0100000 -> Type.FILE;
      case 0040000 -> Type.FOLDER;
      case 0120000 -> Type.LINK;
      default -> Type.OTHER;
    };
  }

  /**
   * Whether the name is durable: whoever makes a name of a finished object keeps a second one until
   * the folder was synced.
   */
  boolean settled() {
    return links == 1;
  }

  boolean isFile() {
    return type == Type.FILE;
  }

  boolean isFolder() {
    return type == Type.FOLDER;
  }
}
