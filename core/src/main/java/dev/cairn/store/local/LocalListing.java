package dev.cairn.store.local;

import dev.cairn.store.InvalidKeyException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * One page of a listing. It visits a folder's names in the order of the keys below them, and looks
 * only at those that the page needs, so that the first key of a large folder costs one reading of
 * its names.
 *
 * <p>The order is that of whole keys, in which a folder {@code a} comes with its slash: after
 * {@code a-b} and {@code a.b}, before {@code a0}. What a name is, is not known before it is looked
 * at; so a name that turns out to be a folder goes back into the queue, with its slash.
 */
final class LocalListing {
  private final ListRequest request;
  // The last key or folder of the page before.
  private final String after;
  private final List<ObjectInfo> objects = new ArrayList<>();
  private final List<KeyPrefix> folders = new ArrayList<>();
  private final Set<Path> unsettled = new LinkedHashSet<>();

  LocalListing(ListRequest request) {
    this.request = request;
    this.after = request.continuation().orElse("");
  }

  /** A name in a folder; {@code order} is the name, with a slash when it is known as a folder. */
  private record Entry(String order, String name) {}

  /** The page, read from the folder that has the prefix as its name. */
  ListPage page(Path folder) throws IOException {
    String prefix = request.prefix().value();
    boolean last =
        switch (request.depth()) {
          case OBJECTS -> addObjects(folder, prefix);
          case FOLDERS -> addFolders(folder, prefix);
        };
    for (Path written : unsettled) {
      Uninterrupted.sync(written);
    }
    return new ListPage(objects, folders, last ? Optional.empty() : Optional.of(lastOfPage()));
  }

  private String lastOfPage() {
    return switch (request.depth()) {
      case OBJECTS -> objects.get(objects.size() - 1).key().value();
      case FOLDERS -> folders.get(folders.size() - 1).value();
    };
  }

  /** Adds what is below the folder; false when the page is full and there is more. */
  private boolean addObjects(Path folder, String prefix) throws IOException {
    PriorityQueue<Entry> queue = names(folder, prefix, "");
    while (!queue.isEmpty()) {
      Entry entry = queue.remove();
      Path path = folder.resolve(entry.name);
      if (entry.order.endsWith("/")) {
        if (!addObjects(path, prefix + entry.order)) {
          return false;
        }
        continue;
      }
      Optional<FileFacts> facts = FileFacts.of(path);
      Folders.checkNoLink(path, facts);
      if (facts.isEmpty()) {
        continue;
      }
      String key = prefix + entry.name;
      if (facts.get().isFolder()) {
        queue.add(new Entry(entry.name + "/", entry.name));
      } else if (key.compareTo(after) > 0) {
        if (objects.size() == request.limit()) {
          return false;
        }
        objects.add(new ObjectInfo(new ObjectKey(key), facts.get().size()));
        if (!facts.get().settled()) {
          unsettled.add(folder);
        }
      }
    }
    return true;
  }

  /** Adds the folders directly in the folder; false when the page is full and there is more. */
  private boolean addFolders(Path folder, String prefix) throws IOException {
    PriorityQueue<Entry> queue = names(folder, prefix, "/");
    while (!queue.isEmpty()) {
      Entry entry = queue.remove();
      String name = prefix + entry.order;
      if (name.compareTo(after) > 0 && holdsObject(folder.resolve(entry.name), prefix)) {
        if (folders.size() == request.limit()) {
          return false;
        }
        folders.add(new KeyPrefix(name));
      }
    }
    return true;
  }

  /** Whether it is a folder with an object at any depth: one that was emptied is no folder. */
  private static boolean holdsObject(Path folder, String prefix) throws IOException {
    Optional<FileFacts> facts = FileFacts.of(folder);
    Folders.checkNoLink(folder, facts);
    if (facts.isEmpty() || !facts.get().isFolder()) {
      return false;
    }
    String below = prefix + folder.getFileName() + "/";
    List<Path> deeper = new ArrayList<>();
    for (String name : read(folder, below)) {
      Path path = folder.resolve(name);
      if (FileFacts.of(path).filter(FileFacts::isFile).isPresent()) {
        return true;
      }
      deeper.add(path);
    }
    for (Path path : deeper) {
      if (holdsObject(path, below)) {
        return true;
      }
    }
    return false;
  }

  /** The names that this page may need, those before {@link #after} left out. */
  private PriorityQueue<Entry> names(Path folder, String prefix, String slash) throws IOException {
    var queue = new PriorityQueue<>(Comparator.comparing(Entry::order));
    for (String name : read(folder, prefix)) {
      String asFolder = prefix + name + "/";
      if (asFolder.compareTo(after) > 0 || after.startsWith(asFolder)) {
        queue.add(new Entry(name + slash, name));
      }
    }
    return queue;
  }

  /** The names in a folder that can be parts of keys. Others are not the store's. */
  private static List<String> read(Path folder, String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        String name = String.valueOf(path.getFileName());
        if (prefix.length() + name.length() <= ObjectKey.MAX_LENGTH && canBePartOfKey(name)) {
          names.add(name);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return names;
  }

  private static boolean canBePartOfKey(String name) {
    try {
      return new ObjectKey(name).value().equals(name);
    } catch (InvalidKeyException e) {
      return false;
    }
  }
}
