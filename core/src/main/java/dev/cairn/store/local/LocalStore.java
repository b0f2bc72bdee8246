package dev.cairn.store.local;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreProbe;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store in a directory of a POSIX file system. An object is a file whose path below the root is
 * its key. Any number of threads and processes of one machine may use one directory at once.
 *
 * <h2>Why nothing is torn, lost or won twice</h2>
 *
 * A put goes through these steps:
 *
 * <ol>
 *   <li>The folders of the key are made, and for each the folder above it is synced. That is done
 *       whoever made them, since another process may have made one and not synced it yet. Folders
 *       are never removed, so once is enough for each process.
 *   <li>The content is written to a new file in a folder that no key can name, and synced.
 *   <li>The file gets the key as its name. If-absent: by {@code link}, which fails when the name is
 *       taken, so that one of any number of racers wins. Always: it first gets a second name beside
 *       its first, then {@code rename} moves it over what was there. Both are atomic. Now others
 *       see the object, whole.
 *   <li>The folder is synced, so that the name is durable.
 *   <li>The second name is removed, and the put returns.
 * </ol>
 *
 * A process that dies before step 3 leaves a file that no key names; afterwards, a whole object and
 * perhaps a second name. The next writer removes the former; see {@link WritingFolder}.
 *
 * <p>Between 3 and 4 there is an object that a crash of the <i>machine</i> would still take back.
 * Whoever reads it must not build on it: a driver that counts a part, or a save that finds its own
 * entry, would commit to something that may vanish. So nobody is shown such an object: it is one
 * with two links, since the second name goes only after the sync, and a get, a head, a listing and
 * a put that finds the name taken first sync the folder themselves when they see two links. An
 * object with one link is durable, and costs a reader nothing. A get looks at the link count again
 * after it read, because the name may have been moved to another file in between; it takes one
 * count for good only when the file is still the same. When step 4 fails, the second name stays, so
 * that whoever finds the object later tries that sync again, or fails too.
 *
 * <p>That a file with one link is settled holds as long as nobody else makes or removes links in
 * the directory. A backup by hard links only costs syncs.
 *
 * <p>A delete syncs the folder also when there was nothing to delete, since the one who did delete
 * may have died before its sync, and this caller is about to be told that it is gone.
 *
 * <h2>What it needs</h2>
 *
 * Hard links, atomic {@code rename}, {@code fsync} on files and folders that means it, names of 255
 * bytes that differ by case, and, to sweep what dead processes left, file locks that work between
 * all who share the directory. Local file systems of Linux have them. A network file system serves
 * several machines only when its clients cache neither names nor attributes. Symbolic links below
 * the root are refused, not followed; the root itself may be one. Only the stores' processes write
 * there.
 *
 * <p>Interrupts have no effect on a request. Threads may share the store.
 */
public final class LocalStore implements ObjectStore {
  private final Path root;
  private final Folders folders;
  private final WritingFolder writing;
  private final LocalReader reader;
  private final LocalWriter writer;

  /**
   * The store in this directory. Nothing is read or written yet: a directory that does not exist is
   * an empty store, and the first put makes it, with those above it.
   */
  public LocalStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
    this.folders = new Folders(this.root);
    this.writing = new WritingFolder(this.root);
    this.reader = new LocalReader(folders);
    this.writer = new LocalWriter(folders, writing);
  }

  /** The name of the folder that a key is in, without a slash at its end; empty for the root. */
  static String folder(ObjectKey key) {
    int slash = key.value().lastIndexOf('/');
    return slash < 0 ? "" : key.value().substring(0, slash);
  }

  private interface Request<T> {
    T run() throws IOException;
  }

  private <T> T answer(String what, ObjectKey key, Request<T> request) {
    try {
      return request.run();
    } catch (IOException e) {
      throw Refusal.notApplied("The " + what, root.resolve(key.value()), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreException when the disk is full, the directory is not writable, a link is in the
   *     way, or the key is another key's folder; a folder stays one when its last object is deleted
   * @throws StoreUnavailableException when the system failed in a way that may pass
   */
  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    try {
      return writer.put(key, content, condition);
    } catch (IOException e) {
      throw Refusal.notWritten("The put", root.resolve(key.value()), content.remaining(), e);
    }
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    return answer("get", key, () -> reader.get(key));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return answer("get", key, () -> reader.get(key, range));
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    return answer("head", key, () -> reader.head(key));
  }

  @Override
  public ListPage list(ListRequest request) {
    String prefix = request.prefix().value();
    String name = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    try {
      Optional<Path> folder = folders.find(name);
      return folder.isPresent()
          ? new LocalListing(request).page(folder.get())
          : new ListPage(List.of(), List.of(), Optional.empty());
    } catch (IOException e) {
      throw Refusal.notApplied("The listing", root.resolve(name), e);
    }
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    try {
      writer.delete(keys);
    } catch (IOException e) {
      throw Refusal.notApplied("The delete", root, e);
    }
  }

  /** Probes, and removes the folders that the probe left empty, which no delete of objects does. */
  @Override
  public ProbeReport probe() {
    ProbeReport report = StoreProbe.run(this);
    String folder = report.folder().value();
    removeEmptyFolders(root.resolve(folder.substring(0, folder.length() - 1)));
    return report;
  }

  private static void removeEmptyFolders(Path folder) {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path empty : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(empty);
      }
    } catch (IOException e) {
      // It is not there, or objects that could not be deleted stay in it, which the report says.
      return;
    }
  }

  /** Removes what this store used for writing. */
  @Override
  public void close() {
    writing.release();
  }

  /** The URI of the root. */
  @Override
  public String toString() {
    return root.toUri().toString();
  }
}
