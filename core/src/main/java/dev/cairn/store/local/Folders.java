package dev.cairn.store.local;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below the root: finds them without following a link, and makes them durably. Threads
 * may share it.
 */
final class Folders {
  private final Path root;

  // No store ever removes a folder, so what was durable once stays so.
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  Folders(Path root) {
    this.root = root;
  }

  /**
   * The folder of this name, or empty when there is none.
   *
   * @param name segments separated by slashes; empty for the root
   * @throws StoreException when the root is a file, or when a segment is a link
   */
  Optional<Path> find(String name) throws IOException {
    if (!rootExists()) {
      return Optional.empty();
    }
    Path folder = root;
    for (String segment : segments(name)) {
      folder = folder.resolve(segment);
      Optional<FileFacts> facts = FileFacts.of(folder);
      checkNoLink(folder, facts);
      if (facts.isEmpty() || !facts.get().isFolder()) {
        return Optional.empty();
      }
    }
    return Optional.of(folder);
  }

  /**
   * The folder that a key is in, made if need be. When this returns, the folder survives a crash of
   * the machine, whoever made it.
   *
   * @throws StoreException when the root or a segment is a file, or when a segment is a link
   */
  Path make(ObjectKey key) throws IOException {
    if (rootExists()) {
      settleRoot();
    } else {
      makeRoot();
    }
    Path folder = root;
    for (String segment : segments(LocalStore.folder(key))) {
      Path parent = folder;
      folder = parent.resolve(segment);
      if (FileFacts.of(folder).isEmpty()) {
        durable.remove(folder);
        makeOrFind(folder);
      }
      Optional<FileFacts> facts = FileFacts.of(folder);
      checkNoLink(folder, facts);
      if (facts.isPresent() && facts.get().isFile()) {
        throw new StoreException(
            "Cannot write '%s': '%s' is an object already, and a key must not be another key's folder. Use another key."
                .formatted(key, root.relativize(folder)));
      }
      if (!durable.contains(folder)) {
        // Also when another process made it: that one may not have come to its own sync yet.
        Uninterrupted.sync(parent);
        durable.add(folder);
      }
    }
    return folder;
  }

  /** Forgets which folders are durable, for when somebody removed some. */
  void forget() {
    durable.clear();
  }

  /**
   * Refuses what would lead out of the root, or what would block.
   *
   * @throws StoreException when what has the name is neither a file nor a folder
   */
  static void checkNoLink(Path path, Optional<FileFacts> facts) {
    if (facts.isEmpty()) {
      return;
    }
    switch (facts.get().type()) {
      case FILE, FOLDER -> {}
      case LINK ->
          throw new StoreException(
              "Cannot use %s: it is a symbolic link, and links below the root of a store are not followed. Put what it leads to in its place, or open a store there."
                  .formatted(path));
      case OTHER ->
          throw new StoreException(
              "Cannot use %s: it is neither a file nor a directory. Remove it from the store's directory."
                  .formatted(path));
    }
  }

  private static String[] segments(String name) {
    return name.isEmpty() ? new String[0] : name.split("/");
  }

  private boolean rootExists() throws IOException {
    BasicFileAttributes attributes;
    try {
      // The root itself may be a link: whoever names it may choose where it is.
      attributes = Files.readAttributes(root, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (!attributes.isDirectory()) {
      throw new StoreException(
          "Cannot use the store at %s: it is a file. Use the path of a directory.".formatted(root));
    }
    return true;
  }

  private void settleRoot() throws IOException {
    if (durable.contains(root)) {
      return;
    }
    Path parent = root.toRealPath().getParent();
    try {
      if (parent != null) {
        Uninterrupted.sync(parent);
      }
    } catch (AccessDeniedException e) {
      // Who may not even read the parent did not make the root, so another user did, before us.
    }
    durable.add(root);
  }

  private void makeRoot() throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path path = root; path != null && !Files.exists(path); path = path.getParent()) {
      missing.push(path);
    }
    for (Path folder : missing) {
      makeOrFind(folder);
      Path parent = folder.getParent();
      if (parent != null) {
        Uninterrupted.sync(parent);
      }
    }
    durable.add(root);
  }

  private static void makeOrFind(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      // Another thread or process made it, or made something else, which the caller looks at.
      if (Files.isSymbolicLink(folder) && !Files.exists(folder)) {
        throw new StoreException(
            "Cannot use %s: it is a symbolic link that leads nowhere. Make the directory that it should lead to."
                .formatted(folder),
            e);
      }
    }
  }
}
