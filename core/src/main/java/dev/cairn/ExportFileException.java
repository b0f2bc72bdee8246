package dev.cairn;

import dev.cairn.internal.text.OneLine;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * The system does not let an export file be read or written. Mend the reason, then do it again;
 * what was there before is there still.
 */
public final class ExportFileException extends CairnException {
  ExportFileException(String what, Path file, IOException cause, String fix) {
    super(
        "%s '%s': %s. %s.".formatted(what, OneLine.of(file.toString(), 300), reason(cause), fix),
        cause);
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
      return OneLine.of(system.getReason());
    }
    return OneLine.of(String.valueOf(cause.getMessage()), 300);
  }
}
