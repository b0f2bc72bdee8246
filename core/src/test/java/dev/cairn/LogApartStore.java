package dev.cairn;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;

/** A store that counts the bytes of what is no entry of a log: chunks and parts. */
final class LogApartStore implements ObjectStore {
  private final ObjectStore store;
  private final CountingStore data;

  LogApartStore(ObjectStore store) {
    this.store = store;
    this.data = new CountingStore(store);
  }

  RequestCounts dataCounts() {
    return data.counts();
  }

  private ObjectStore of(ObjectKey key) {
    return key.value().contains("/log/") ? store : data;
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    return of(key).put(key, content, condition);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    return of(key).get(key);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return of(key).get(key, range);
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    return of(key).head(key);
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
}
