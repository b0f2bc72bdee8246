package dev.cairn.spark.streaming;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreUnavailableException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.execution.streaming.checkpointing.CheckpointFileManager;

/** The files of a checkpoint as objects of a store: a path is a key, a folder is a prefix. */
final class StoreFiles implements CheckpointFileManager {
  private final CheckpointLocation location;
  private final ObjectStore store;

  StoreFiles(CheckpointLocation location) {
    this.location = location;
    this.store = location.open();
  }

  @Override
  public CancellableFSDataOutputStream createAtomic(Path path, boolean overwriteIfPossible) {
    ObjectKey key = location.file(path);
    return new AtomicFile(
        overwriteIfPossible
            ? content -> publication(key).replace(content)
            : content -> createNew(path, key, content));
  }

  private Publication publication(ObjectKey key) {
    return new Publication(store, key, location.patience());
  }

  /**
   * Creates a file, and when it is an entry of a log, sees that it is the newest one. Spark deletes
   * old entries, so a query that was cut off for long finds the slot of its next entry empty,
   * though others have been there and gone on. The newest entry is never deleted, so a look at it
   * afterwards tells; before the put it would not, since the others may go on in between.
   */
  private void createNew(Path path, ObjectKey key, ByteBuffer content) throws IOException {
    Publication.Outcome outcome = publication(key).create(content);
    if (outcome == Publication.Outcome.TAKEN) {
      throw new FileAlreadyExistsException(
          "The file %s is there already: another query writes to this checkpoint.".formatted(path));
    }
    Optional<String> newer = newerEntry(path);
    if (newer.isPresent()) {
      if (outcome == Publication.Outcome.CREATED) {
        deleteAll(List.of(key)); // nobody else has put it there, and below the newest nobody asks
      }
      throw new FileAlreadyExistsException(
          "The file %s was there already and is purged, since %s is newer: another query has gone on with this checkpoint."
              .formatted(path, newer.get()));
    }
  }

  @Override
  public FSDataInputStream open(Path path) {
    byte[] content =
        asked(() -> store.get(location.file(path)))
            .orElseThrow(
                () -> Unchecked.thrown(new FileNotFoundException("There is no file " + path)));
    return new FSDataInputStream(new ContentStream(content));
  }

  @Override
  public FileStatus[] list(Path path, PathFilter filter) {
    KeyPrefix folder = location.folder(path);
    var found = new TreeMap<String, FileStatus>();
    forEach(
        folder,
        object -> {
          String below = object.key().value().substring(folder.value().length());
          int slash = below.indexOf('/');
          String name = slash < 0 ? below : below.substring(0, slash);
          Path child = new Path(path, name);
          found.computeIfAbsent(
              name,
              absent -> new FileStatus(slash < 0 ? object.size() : 0, slash >= 0, 1, 0, 0, child));
        });
    return found.values().stream()
        .filter(status -> filter.accept(status.getPath()))
        .toArray(FileStatus[]::new);
  }

  @Override
  public void mkdirs(Path path) {
    location.folder(path); // which refuses a name that no file could have
  }

  @Override
  public boolean exists(Path path) {
    KeyPrefix folder = location.folder(path);
    if (folder.equals(KeyPrefix.ROOT)) {
      return true;
    }
    return asked(
        () ->
            store.head(location.file(path)).isPresent()
                || !store.list(ListRequest.objects(folder).limit(1)).objects().isEmpty());
  }

  @Override
  public void delete(Path path) {
    var keys = new ArrayList<ObjectKey>();
    KeyPrefix folder = location.folder(path);
    if (!folder.equals(KeyPrefix.ROOT)) {
      keys.add(location.file(path));
    }
    forEach(folder, object -> keys.add(object.key()));
    deleteAll(keys);
  }

  @Override
  public boolean isLocal() {
    return false;
  }

  @Override
  public Path createCheckpointDirectory() {
    location.verifyForWriting();
    return location.path();
  }

  /** The newest entry of a log, when {@code path} is an older one. */
  private Optional<String> newerEntry(Path path) {
    return LogEntryName.number(path.getName())
        .flatMap(
            number -> {
              var entries = new TreeMap<Long, String>();
              KeyPrefix folder = location.folder(path.getParent());
              forEach(
                  folder,
                  object -> {
                    String name = object.key().value().substring(folder.value().length());
                    LogEntryName.numberOrCompacted(name).ifPresent(n -> entries.put(n, name));
                  });
              return entries.isEmpty() || entries.lastKey() <= number
                  ? Optional.empty()
                  : Optional.of(entries.lastEntry().getValue());
            });
  }

  private void forEach(KeyPrefix folder, Consumer<ObjectInfo> action) {
    Optional<ListRequest> next = Optional.of(ListRequest.objects(folder));
    while (next.isPresent()) {
      ListRequest request = next.get();
      ListPage page = asked(() -> store.list(request));
      page.objects().forEach(action);
      next = page.continuation().map(request::after);
    }
  }

  private void deleteAll(Collection<ObjectKey> keys) {
    asked(
        () -> {
          store.delete(keys);
          return keys.size();
        });
  }

  /** What the store answers; an interrupt is thrown as Spark knows it, which so stops queries. */
  private static <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (StoreUnavailableException e) {
      throw Thread.currentThread().isInterrupted()
          ? Unchecked.thrown(Publication.interrupted(e))
          : e;
    }
  }
}
