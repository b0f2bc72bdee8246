package dev.cairn.cli;

import dev.cairn.CairnException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** A file of this machine cannot be read or written. Mend the reason, then do it again. */
final class LocalFileException extends CairnException {
  private LocalFileException(String message, IOException cause) {
    super(message, cause);
  }

  LocalFileException(String message) {
    super(message);
  }

  /** What the system said about a file, with what mends it. */
  static LocalFileException of(String what, Path file, IOException cause, String fix) {
    return new LocalFileException(
        "%s '%s': %s. %s.".formatted(what, file, reason(cause), fix), cause);
  }

  /** The reason alone: most messages of the system begin with the path. */
  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (cause instanceof NotDirectoryException) {
      return "part of the path is not a directory";
    }
    if (cause instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return String.valueOf(cause.getMessage());
  }
}
