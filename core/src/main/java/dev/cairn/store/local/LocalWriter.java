package dev.cairn.store.local;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Puts and deletes. The order of the steps is what the argument above {@link LocalStore} rests on.
 */
final class LocalWriter {
  /** How often a put starts over when somebody removes its folders while it runs. */
  private static final int ATTEMPTS = 3;

  private final Folders folders;
  private final WritingFolder writing;

  LocalWriter(Folders folders, WritingFolder writing) {
    this.folders = folders;
    this.writing = writing;
  }

  /** Puts; an {@link IOException} means that nothing was applied. */
  PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return putOnce(key, content, condition);
      } catch (NoSuchFileException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        folders.forget();
        writing.forgetIfRemoved();
      }
    }
  }

  private PutOutcome putOnce(ObjectKey key, ByteBuffer content, WriteCondition condition)
      throws IOException {
    Path folder = folders.make(key);
    Path target = folder.resolve(key.name());
    if (holdsObject(key, target) && condition == WriteCondition.IF_ABSENT) {
      return exists(target, folder);
    }
    Path written = writing.write(content);
    switch (condition) {
      case IF_ABSENT -> {
        if (!link(key, target, written)) {
          return exists(target, folder);
        }
        settle(target, folder, written);
      }
      case ALWAYS -> settle(target, folder, replace(target, written));
    }
    return new PutOutcome.Written();
  }

  /** Whether an object has the name; refuses what is neither an object nor nothing. */
  private static boolean holdsObject(ObjectKey key, Path target) throws IOException {
    Optional<FileFacts> facts = FileFacts.of(target);
    Folders.checkNoLink(target, facts);
    if (facts.isPresent() && facts.get().isFolder()) {
      throw new StoreException(
          "Cannot write '%s': it is the folder of other keys, or once was, and a key must not be another key's folder. Use another key."
              .formatted(key));
    }
    return facts.isPresent();
  }

  /** Says that the name was taken, once whoever took it can no longer lose it. */
  private static PutOutcome exists(Path target, Path folder) {
    try {
      Optional<FileFacts> facts = FileFacts.of(target);
      if (facts.isEmpty() || !facts.get().settled()) {
        Uninterrupted.sync(folder);
      }
    } catch (IOException e) {
      throw Refusal.unavailable("The put", target, e);
    }
    return new PutOutcome.AlreadyExists();
  }

  /** Gives what was written its name; false, and nothing is left, when the name is taken. */
  private static boolean link(ObjectKey key, Path target, Path written) throws IOException {
    try {
      Files.createLink(target, written);
      return true;
    } catch (FileAlreadyExistsException e) {
      // A network file system may have repeated the request, and then report its own success.
      long inode = FileFacts.of(written).map(FileFacts::inode).orElse(-1L);
      if (FileFacts.of(target).filter(facts -> facts.inode() == inode).isPresent()) {
        return true;
      }
      WritingFolder.discard(written);
      boolean unused = holdsObject(key, target);
      return false;
    } catch (UnsupportedOperationException e) {
      WritingFolder.discard(written);
      throw new StoreException(
          "Cannot write %s: the file system has no hard links. Use a directory on one that has."
              .formatted(target),
          e);
    } catch (IOException e) {
      WritingFolder.discard(written);
      throw e;
    }
  }

  /** Replaces the object; returns the second name that it keeps for now. */
  private Path replace(Path target, Path written) throws IOException {
    Path second = writing.newName();
    try {
      Files.createLink(second, written);
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
      return second;
    } catch (IOException e) {
      WritingFolder.discard(second);
      WritingFolder.discard(written);
      throw e;
    }
  }

  /** Makes the name durable, then removes the second one, whose presence says that it is not. */
  private static void settle(Path target, Path folder, Path second) {
    try {
      Uninterrupted.sync(folder);
    } catch (IOException e) {
      throw Refusal.unavailable("The put", target, e);
    }
    WritingFolder.discard(second);
  }

  void delete(Collection<ObjectKey> keys) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (ObjectKey key : keys) {
      Optional<Path> folder = folders.find(LocalStore.folder(key));
      if (folder.isEmpty()) {
        continue;
      }
      // Also when there is nothing to delete: who deleted it may have died before the sync.
      changed.add(folder.get());
      Path target = folder.get().resolve(key.name());
      Optional<FileFacts> facts = FileFacts.of(target);
      Folders.checkNoLink(target, facts);
      if (facts.isPresent() && facts.get().isFile()) {
        Files.deleteIfExists(target);
      }
    }
    for (Path folder : changed) {
      Uninterrupted.sync(folder);
    }
  }
}
