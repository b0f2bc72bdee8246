package dev.cairn.spark;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that is open while it is needed. {@link #close} ends the connections of requests that are
 * on their way when these are done, and a later request opens them anew. So an application can
 * close what it used without asking who still uses it: a run that commits that it was interrupted,
 * say, while Spark stops.
 *
 * <p>Safe for use by many threads.
 */
final class LeasedStore implements ObjectStore {
  private final Supplier<ObjectStore> opening;

  @GuardedBy("this")
  private @Nullable Lease current;

  /** Some connections, which are closed when nobody uses them and they are not current any more. */
  private static final class Lease {
    private final ObjectStore store;
    private int users;

    Lease(ObjectStore store) {
      this.store = store;
    }
  }

  /**
   * A store that is not open yet.
   *
   * @param opening opens it; called once for each time that it is opened
   */
  LeasedStore(Supplier<ObjectStore> opening) {
    this.opening = opening;
  }

  /**
   * Opens the store when it is not open.
   *
   * @return what it calls itself
   * @throws dev.cairn.store.StoreException when it cannot be opened
   */
  String open() {
    return with(ObjectStore::toString);
  }

  private <R> R with(Function<ObjectStore, R> request) {
    Lease lease = enter();
    try {
      return request.apply(lease.store);
    } finally {
      leave(lease);
    }
  }

  private synchronized Lease enter() {
    Lease lease = current;
    if (lease == null) {
      lease = new Lease(opening.get());
      current = lease;
    }
    lease.users++;
    return lease;
  }

  private void leave(Lease lease) {
    boolean last;
    synchronized (this) {
      lease.users--;
      last = lease.users == 0 && lease != current;
    }
    if (last) {
      lease.store.close();
    }
  }

  /** Closes the store, at the latest when its requests are done. The next request opens it. */
  @Override
  public void close() {
    Lease lease;
    boolean unused;
    synchronized (this) {
      lease = current;
      current = null;
      unused = lease != null && lease.users == 0;
    }
    if (lease != null && unused) {
      lease.store.close();
    }
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    return with(store -> store.put(key, content, condition));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    return with(store -> store.get(key));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, MessageDigest digest) {
    return with(store -> store.get(key, digest));
  }

  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    return with(store -> store.get(key, range));
  }

  @Override
  public Optional<ObjectInfo> head(ObjectKey key) {
    return with(store -> store.head(key));
  }

  @Override
  public ListPage list(ListRequest request) {
    return with(store -> store.list(request));
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    with(
        store -> {
          store.delete(keys);
          return keys;
        });
  }

  @Override
  public void verifyForWriting() {
    with(
        store -> {
          store.verifyForWriting();
          return store;
        });
  }

  @Override
  public ProbeReport probe() {
    return with(ObjectStore::probe);
  }
}
