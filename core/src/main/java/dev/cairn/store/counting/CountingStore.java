package dev.cairn.store.counting;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A store that counts what is asked of the store below it. A request counts once it is sent,
 * whatever becomes of it.
 *
 * <p>Threads may share it, and each look at the counts is a consistent one.
 */
public final class CountingStore implements ObjectStore {
  /** The most keys that one delete request carries. It is S3's limit. */
  private static final int KEYS_PER_DELETE = 1000;

  private final ObjectStore store;

  @GuardedBy("this")
  private RequestCounts counts = RequestCounts.NONE;

  /** Counts the requests to {@code store}. Closing this closes it. */
  public CountingStore(ObjectStore store) {
    this.store = store;
  }

  /** What was counted since this store was made. */
  public synchronized RequestCounts counts() {
    return counts;
  }

  private void count(RequestKind kind, long requests, long bytesWritten) {
    add(new RequestCounts(Map.of(kind, requests), bytesWritten, 0));
  }

  private Optional<byte[]> countBytes(Optional<byte[]> content) {
    content.ifPresent(bytes -> add(new RequestCounts(Map.of(), 0, bytes.length)));
    return content;
  }

  private synchronized void add(RequestCounts more) {
    counts = counts.plus(more);
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    count(RequestKind.ofPut(condition), 1, content.remaining());
    return store.put(key, content, condition);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    count(RequestKind.GET, 1, 0);
    return countBytes(store.get(key));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, MessageDigest digest) {
    count(RequestKind.GET, 1, 0);
    return countBytes(store.get(key, digest));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    count(RequestKind.GET_RANGE, 1, 0);
    return countBytes(store.get(key, range));
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    count(RequestKind.HEAD, 1, 0);
    return store.head(key);
  }

  @Override
  public ListPage list(ListRequest request) {
    count(RequestKind.LIST, 1, 0);
    return store.list(request);
  }

  /** Deletes, and counts one request for every 1,000 keys or part of it, as S3 takes them. */
  @Override
  public void delete(Collection<ObjectKey> keys) {
    count(RequestKind.DELETE, (keys.size() + KEYS_PER_DELETE - 1) / KEYS_PER_DELETE, 0);
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
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return store + " (" + counts() + ")";
  }
}
