package dev.cairn.store.local.power;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** One thing that a program does to a file system. */
sealed interface Operation {
  /** Makes an empty folder. */
  record CreateFolder(Path path) implements Operation {}

  /** Makes an empty file. */
  record CreateFile(Path path) implements Operation {}

  /** Writes some bytes of a file; they are not changed afterwards. */
  record Write(Path path, long position, ByteBuffer bytes) implements Operation {}

  /** Cuts a file. */
  record Truncate(Path path, long size) implements Operation {}

  /** Gives a file another name. */
  record Link(Path name, Path existing) implements Operation {}

  /** Moves a name over what may have been there. */
  record Move(Path from, Path to) implements Operation {}

  /** Removes the name of a file or of an empty folder. */
  record Delete(Path path) implements Operation {}

  /** {@code fsync} of a file or of a folder, which has returned. */
  record Sync(Path path) implements Operation {}
}
