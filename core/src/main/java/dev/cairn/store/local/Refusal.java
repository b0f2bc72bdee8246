package dev.cairn.store.local;

import dev.cairn.CairnException;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Turns what the operating system said into what the caller should do. Java passes most error
 * numbers on as text only, so the text is looked at; what it does not know counts as passing.
 */
enum Refusal {
  FULL("No space left on device", "the disk is full", "Free some space on it"),
  QUOTA("quota exceeded", "the disk quota is used up", "Free some space or raise the quota"),
  TOO_LARGE(
      "File too large",
      "the object is larger than a file may be",
      "Raise the limit of this process (ulimit -f) or of the file system"),
  READ_ONLY(
      "Read-only file system",
      "the file system is read-only",
      "Mount it for writing, or use another directory"),
  DENIED(
      "Permission denied",
      "access is denied",
      "Give this user the right to read and write the directory and all below it"),
  NOT_PERMITTED(
      "Operation not permitted",
      "the file system does not permit it",
      "Use a directory on a file system with hard links that this user may write to"),
  NO_LINKS(
      "Operation not supported",
      "the file system does not support it",
      "Use a directory on a file system with hard links"),
  NAME_TOO_LONG(
      "File name too long",
      "the path is too long for the file system",
      "Use a root with a shorter path, or a file system with names of 255 bytes"),
  NOT_A_FOLDER(
      "Not a directory", "part of its path is a file", "Use the path of a directory as the root"),
  LINK_LOOP(
      "Too many levels of symbolic links",
      "part of its path is a symbolic link that leads nowhere",
      "Replace the link by what it should lead to"),
  OTHER_DEVICE(
      "cross-device link",
      "another file system is mounted below the root",
      "Mount it elsewhere, and use one store for each file system");

  private final String text;
  private final String why;
  private final String remedy;

  Refusal(String text, String why, String remedy) {
    this.text = text;
    this.why = why;
    this.remedy = remedy;
  }

  private static Optional<Refusal> of(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return Optional.of(DENIED);
    }
    if (cause instanceof NotDirectoryException) {
      return Optional.of(NOT_A_FOLDER);
    }
    String said = String.valueOf(cause.getMessage());
    for (Refusal refusal : values()) {
      if (said.contains(refusal.text)) {
        return Optional.of(refusal);
      }
    }
    return Optional.empty();
  }

  /** What to throw for a request that was not applied. */
  static CairnException notApplied(String request, Path path, IOException cause) {
    return of(cause)
        .<CairnException>map(refusal -> refusal.exception(request, path, cause))
        .orElseGet(() -> unavailable(request, path, cause));
  }

  /** What to throw for a write of so many bytes that was not applied. */
  static CairnException notWritten(String request, Path path, long bytes, IOException cause) {
    // The system's texts may be in the user's language; a disk without room needs no text.
    if (of(cause).isEmpty() && usable(path) < bytes) {
      return FULL.exception(request, path, cause);
    }
    return notApplied(request, path, cause);
  }

  /** What to throw for a request that may have been applied, or that may well work next time. */
  static StoreUnavailableException unavailable(String request, Path path, IOException cause) {
    return new StoreUnavailableException(
        "%s at %s did not end well: %s. Try again; if it stays, look at the disk and the system's log."
            .formatted(request, path, oneLine(cause)),
        cause);
  }

  private StoreException exception(String request, Path path, IOException cause) {
    return new StoreException(
        "%s at %s was refused: %s (%s). %s.".formatted(request, path, why, oneLine(cause), remedy),
        cause);
  }

  private static long usable(Path path) {
    try {
      return Files.getFileStore(path).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static String oneLine(IOException cause) {
    return cause.toString().replaceAll("\\s+", " ");
  }
}
