package dev.cairn.internal.log.history;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/** A store that lets somebody else go on before each request. */
final class Interruptions implements ObjectStore {
  private final ObjectStore store;
  private final Runnable others;

  Interruptions(ObjectStore store, Runnable others) {
    this.store = store;
    this.others = others;
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    others.run();
    return store.put(key, content, condition);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    others.run();
    return store.get(key);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    others.run();
    return store.get(key, range);
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    others.run();
    return store.head(key);
  }

  @Override
  public ListPage list(ListRequest request) {
    others.run();
    return store.list(request);
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    others.run();
    store.delete(keys);
  }

  @Override
  public void close() {
    store.close();
  }
}
