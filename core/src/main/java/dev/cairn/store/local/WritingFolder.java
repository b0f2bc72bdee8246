package dev.cairn.store.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where objects are written before they get their names: {@code ~writing/<owner>/<number>} below
 * the root. No key has a tilde, so no object is ever there and no listing shows it.
 *
 * <p>Each store that writes owns one folder, named by its JVM and a random part, and holds a file
 * lock in it for as long as it lives. The system lets go of the lock when the process dies, however
 * it dies. So who gets a folder's lock knows, without a clock and without process ids, that no put
 * into it is running and none ever will, and may remove what was left.
 *
 * <p>What was left is removed only when it has no name elsewhere. With one it is an object whose
 * name may not be durable yet, and its link count is what tells readers so.
 */
final class WritingFolder {
  static final String NAME = "~writing";

  private static final String LOCK = "lock";
  private static final int PIECE = 1 << 20;

  /**
   * Names this JVM, the same for all class loaders in it. A process must not even look at a lock
   * that it holds itself: closing any of its descriptors of the file would release the lock.
   */
  private static final String JVM =
      System.getProperties()
          .computeIfAbsent("dev.cairn.store.local.jvm", name -> UUID.randomUUID().toString())
          .toString();

  private record Owned(Path folder, FileChannel lock) {}

  private final Path all;
  private final AtomicLong names = new AtomicLong();

  @GuardedBy("this")
  private Optional<Owned> owned = Optional.empty();

  WritingFolder(Path root) {
    this.all = root.resolve(NAME);
  }

  /**
   * Writes the content to a new file and waits until it is on the disk.
   *
   * @throws NoSuchFileException when somebody removed the folder; {@link #forgetIfRemoved} and try
   *     again
   */
  Path write(ByteBuffer content) throws IOException {
    Path file = newName();
    Files.createFile(file);
    try {
      return Uninterrupted.run(() -> fill(file, content));
    } catch (IOException e) {
      discard(file);
      throw e;
    }
  }

  /** An interrupt may end it in the middle; then it is done again from the start. */
  private static Path fill(Path file, ByteBuffer content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer rest = content.duplicate();
      int end = rest.limit();
      while (rest.position() < end) {
        // More at once would only make the JVM keep a buffer of that size for every thread.
        rest.limit(Math.min(end, rest.position() + PIECE));
        channel.write(rest);
      }
      channel.force(true);
    }
    return file;
  }

  /** A path in this store's own folder that nothing has yet; the root must exist. */
  Path newName() throws IOException {
    return own().resolve(Long.toString(names.incrementAndGet()));
  }

  /** Removes a file from this store's own folder, or leaves it to be swept. */
  static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It does no harm where it is.
    }
  }

  /** Forgets the folder if somebody removed it, so that the next put makes another. */
  synchronized void forgetIfRemoved() throws IOException {
    if (owned.isPresent() && Files.notExists(owned.get().folder)) {
      owned.get().lock.close();
      owned = Optional.empty();
    }
  }

  /** Gives the folder up, and removes it unless something is left in it. No put may be running. */
  synchronized void release() {
    if (owned.isEmpty()) {
      return;
    }
    Owned given = owned.get();
    owned = Optional.empty();
    try (given.lock) {
      removeIfOnlyTheLockIsLeft(given.folder);
    } catch (IOException e) {
      // The next sweep gets it.
    }
  }

  private synchronized Path own() throws IOException {
    if (owned.isEmpty()) {
      owned = Optional.of(Uninterrupted.run(this::acquire));
    }
    return owned.get().folder;
  }

  private Owned acquire() throws IOException {
    try {
      Files.createDirectory(all);
    } catch (FileAlreadyExistsException e) {
      Folders.checkNoLink(all, FileFacts.of(all));
    }
    sweep();
    while (true) {
      Path folder = all.resolve(JVM + "_" + UUID.randomUUID());
      Files.createDirectory(folder);
      Path lock = folder.resolve(LOCK);
      try {
        FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (locked(channel) && Files.exists(lock)) {
          return new Owned(folder, channel);
        }
        channel.close();
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // A sweep came between, as it may at each of these steps. Make another folder.
      }
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      // The file system has no locks. Then no sweep gets one either, and nothing is swept.
      return true;
    }
  }

  private void sweep() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
      for (Path folder : folders) {
        boolean mine = String.valueOf(folder.getFileName()).startsWith(JVM + "_");
        if (!mine && FileFacts.of(folder).filter(FileFacts::isFolder).isPresent()) {
          sweep(folder);
        }
      }
    }
  }

  private static void sweep(Path folder) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      if (channel.tryLock() == null) {
        return;
      }
      removeNameless(folder);
      removeIfOnlyTheLockIsLeft(folder);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException | OverlappingFileLockException e) {
      // Swept by another thread just now, or not ours to sweep, or on a file system without locks.
    }
  }

  /**
   * Removes the files that have no name outside the folder; a replacing put gives one two in it.
   */
  private static void removeNameless(Path folder) throws IOException {
    Map<FileFacts, List<Path>> namesOfFiles = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.endsWith(LOCK)) {
          FileFacts.of(file)
              .filter(FileFacts::isFile)
              .ifPresent(
                  facts -> namesOfFiles.computeIfAbsent(facts, f -> new ArrayList<>()).add(file));
        }
      }
    }
    for (var namesOfFile : namesOfFiles.entrySet()) {
      if (namesOfFile.getKey().links() == namesOfFile.getValue().size()) {
        for (Path file : namesOfFile.getValue()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void removeIfOnlyTheLockIsLeft(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (!file.endsWith(LOCK)) {
          return;
        }
      }
    }
    Files.deleteIfExists(folder.resolve(LOCK));
    Files.deleteIfExists(folder);
  }
}
