package dev.cairn.store;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/** A store that does what another one does; a test spoils one method of it. */
public class SpoiltStore implements ObjectStore {
  private final ObjectStore store;

  /** A store that does what {@code store} does. */
  public SpoiltStore(ObjectStore store) {
    this.store = store;
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    return store.put(key, content, condition);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    return store.get(key);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return store.get(key, range);
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    return store.head(key);
  }

  @Override
  public ListPage list(ListRequest request) {
    return store.list(request);
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    store.delete(keys);
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return "spoilt " + store;
  }
}
