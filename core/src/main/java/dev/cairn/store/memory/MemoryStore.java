package dev.cairn.store.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.store.ByteRange;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store in the memory of this JVM. It keeps every promise of {@link ObjectStore} except that its
 * objects die with the JVM, and it refuses what some other store could not do, so that a mistake
 * shows here already: a key that is another key's folder, for one.
 *
 * <p>Threads may share it. Each request takes one lock, so every listing is a snapshot. Requests
 * never block on anything else, and ignore interrupts. Closing does nothing.
 */
public final class MemoryStore implements ObjectStore {
  private static final Map<String, MemoryStore> NAMED = new ConcurrentHashMap<>();

  private final String name;

  // Keys are ASCII, so the order of strings is the order of bytes that a listing promises.
  @GuardedBy("this")
  private final TreeMap<String, byte[]> objects = new TreeMap<>();

  /** An empty store that nobody else can reach. */
  public MemoryStore() {
    this("");
  }

  private MemoryStore(String name) {
    this.name = name;
  }

  /** The store of this name, the same for every caller in this JVM; {@code memory:NAME} as URI. */
  public static MemoryStore named(String name) {
    return NAMED.computeIfAbsent(name, MemoryStore::new);
  }

  @Override
  public synchronized PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    if (condition == WriteCondition.IF_ABSENT && objects.containsKey(key.value())) {
      return new PutOutcome.AlreadyExists();
    }
    checkFolders(key.value());
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    objects.put(key.value(), bytes);
    return new PutOutcome.Written();
  }

  @GuardedBy("this")
  private void checkFolders(String key) {
    for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
      String folder = key.substring(0, slash);
      if (objects.containsKey(folder)) {
        throw conflict(key, "'" + folder + "' is an object already");
      }
    }
    String below = objects.ceilingKey(key + "/");
    if (below != null && below.startsWith(key + "/")) {
      throw conflict(key, "it is the folder of '" + below + "' already");
    }
  }

  private static StoreException conflict(String key, String why) {
    return new StoreException(
        "Cannot write '%s': %s, and a key must not be another key's folder. Use another key."
            .formatted(key, why));
  }

  @Override
  public synchronized Optional<byte[]> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key.value())).map(byte[]::clone);
  }

  @Override
  public synchronized Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return Optional.ofNullable(objects.get(key.value()))
        .map(
            bytes -> {
              int from = (int) Math.min(range.offset(), bytes.length);
              return Arrays.copyOfRange(
                  bytes, from, from + Math.min(range.length(), bytes.length - from));
            });
  }

  @Override
  public synchronized Optional<ObjectInfo> head(ObjectKey key) {
    return Optional.ofNullable(objects.get(key.value()))
        .map(bytes -> new ObjectInfo(key, bytes.length));
  }

  @Override
  public synchronized ListPage list(ListRequest request) {
    return switch (request.depth()) {
      case OBJECTS -> objects(request);
      case FOLDERS -> folders(request);
    };
  }

  @GuardedBy("this")
  private ListPage objects(ListRequest request) {
    String prefix = request.prefix().value();
    // The continuation is the last key of the page before.
    var rest =
        request
            .continuation()
            .map(last -> objects.tailMap(last, false))
            .orElseGet(() -> objects.tailMap(prefix, true));
    List<ObjectInfo> page = new ArrayList<>();
    for (var object : rest.entrySet()) {
      if (!object.getKey().startsWith(prefix)) {
        break;
      }
      if (page.size() == request.limit()) {
        return new ListPage(page, List.of(), Optional.of(page.get(page.size() - 1).key().value()));
      }
      page.add(new ObjectInfo(new ObjectKey(object.getKey()), object.getValue().length));
    }
    return new ListPage(page, List.of(), Optional.empty());
  }

  @GuardedBy("this")
  private ListPage folders(ListRequest request) {
    String prefix = request.prefix().value();
    List<KeyPrefix> page = new ArrayList<>();
    // The continuation is the last folder of the page before.
    String key = objects.ceilingKey(request.continuation().map(MemoryStore::past).orElse(prefix));
    while (key != null && key.startsWith(prefix)) {
      int slash = key.indexOf('/', prefix.length());
      if (slash < 0) {
        key = objects.higherKey(key);
        continue;
      }
      if (page.size() == request.limit()) {
        return new ListPage(List.of(), page, Optional.of(page.get(page.size() - 1).value()));
      }
      String folder = key.substring(0, slash + 1);
      page.add(new KeyPrefix(folder));
      key = objects.ceilingKey(past(folder));
    }
    return new ListPage(List.of(), page, Optional.empty());
  }

  /** The least text that is greater than every key of the folder: '0' is the byte after '/'. */
  private static String past(String folder) {
    return folder.substring(0, folder.length() - 1) + (char) ('/' + 1);
  }

  @Override
  public synchronized void delete(Collection<ObjectKey> keys) {
    keys.forEach(key -> objects.remove(key.value()));
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return "memory:" + name;
  }
}
