package dev.cairn;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.SpoiltStore;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A store that gives each object that is put into it a version id, and remembers the newest. */
final class VersioningStore extends SpoiltStore {
  private final String name;
  private final AtomicLong next = new AtomicLong();
  private final Map<ObjectKey, String> ids = new ConcurrentHashMap<>();

  /** Version ids begin with {@code name}. */
  VersioningStore(String name, ObjectStore store) {
    super(store);
    this.name = name;
  }

  Optional<String> id(ObjectKey key) {
    return Optional.ofNullable(ids.get(key));
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    if (super.put(key, content, condition) instanceof PutOutcome.AlreadyExists taken) {
      return taken;
    }
    String id = name + "-" + next.incrementAndGet();
    ids.put(key, id);
    return new PutOutcome.Written(Optional.of(id));
  }
}
