package dev.cairn.spark;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Optional;

/** A store that many use and none may close. */
final class SharedStore implements ObjectStore {
  private final ObjectStore store;
  private final String name;

  /**
   * Shares a store.
   *
   * @param name for messages; that of a store which counts, say, would change with each request
   */
  SharedStore(ObjectStore store, String name) {
    this.store = store;
    this.name = name;
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
  public Optional<byte[]> get(ObjectKey key, MessageDigest digest) {
    return store.get(key, digest);
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
  public void verifyForWriting() {
    store.verifyForWriting();
  }

  @Override
  public ProbeReport probe() {
    return store.probe();
  }

  @Override
  public void close() {}

  @Override
  public String toString() {
    return name;
  }
}
