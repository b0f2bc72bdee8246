package dev.cairn.store.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * A store that keeps whole objects in memory once they were got, up to a number of bytes; those
 * that were not used for long go first. Threads that get one object at the same time cause one
 * request.
 *
 * <p>It is for objects that never change, such as chunks and parts. A change through this store is
 * seen by all that begins after it has returned, but one that another client makes to an object
 * that is cached here is not seen, and neither is its deletion.
 *
 * <p>Only what exists is kept: that an object is absent is asked anew each time, and a get that
 * failed is forgotten. Both count for the thread that asked only; others that waited for it ask for
 * themselves, since the object may have been written meanwhile, and since the failure may have been
 * that thread's own interrupt. Every caller gets its own copy of the bytes and may do with it what
 * it likes. Heads and listings always go to the store.
 *
 * <p>An interrupt ends a wait for another thread's request with {@link StoreUnavailableException}.
 */
public final class CachingStore implements ObjectStore {
  /** Roughly what an entry takes besides its name and its bytes. */
  private static final int BOOKKEEPING = 200;

  private final ObjectStore store;
  private final LongAdder hits = new LongAdder();
  private final LongAdder loads = new LongAdder();

  // Futures, because a load that ran inside the map would block loads of unrelated keys that share
  // a bin with it. A future that is cancelled stands for "nothing to share", and leaves the map.
  private final AsyncCache<ObjectKey, byte[]> cache;

  /**
   * Caches what is got from {@code store}. Closing this closes it.
   *
   * @param capacity in bytes, 0 or more; an object that is larger is got, and not kept
   */
  public CachingStore(ObjectStore store, long capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("A cache holds 0 bytes or more, not " + capacity);
    }
    this.store = store;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(capacity)
            .weigher(CachingStore::weight)
            // Upkeep is short, and in the caller's thread it needs no thread that must be closed.
            .executor(Runnable::run)
            .buildAsync();
  }

  private static int weight(ObjectKey key, byte[] content) {
    return (int)
        Math.min(Integer.MAX_VALUE, (long) content.length + key.value().length() + BOOKKEEPING);
  }

  /** What this cache did since it was made. */
  public CacheCounts counts() {
    long bytes =
        cache
            .synchronous()
            .policy()
            .eviction()
            .map(eviction -> eviction.weightedSize().orElse(0))
            .orElse(0L);
    return new CacheCounts(hits.sum(), loads.sum(), bytes);
  }

  @Override
  public Optional<byte[]> get(ObjectKey key) {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> other = cache.asMap().putIfAbsent(key, mine);
    return other == null ? load(key, mine) : share(key, other);
  }

  private Optional<byte[]> load(ObjectKey key, CompletableFuture<byte[]> mine) {
    try {
      Optional<byte[]> content = ask(key);
      content.ifPresent(mine::complete);
      return content.map(byte[]::clone);
    } finally {
      // Without effect when it is complete.
      mine.cancel(false);
    }
  }

  private Optional<byte[]> share(ObjectKey key, CompletableFuture<byte[]> other) {
    try {
      byte[] content = other.get();
      hits.increment();
      return Optional.of(content.clone());
    } catch (CancellationException e) {
      return ask(key);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException(
          "The get of '%s' was interrupted while another thread was getting the same object. Try again."
              .formatted(key),
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Loads are completed or cancelled, and never fail", e);
    }
  }

  private Optional<byte[]> ask(ObjectKey key) {
    loads.increment();
    return store.get(key);
  }

  /**
   * The range, from memory when the whole object is there, else by a request that keeps nothing.
   */
  @Override
  public Optional<byte[]> get(ObjectKey key, ByteRange range) {
    byte[] content = cache.synchronous().getIfPresent(key);
    if (content == null) {
      return store.get(key, range);
    }
    hits.increment();
    int from = (int) Math.min(range.offset(), content.length);
    int length = Math.min(range.length(), content.length - from);
    return Optional.of(Arrays.copyOfRange(content, from, from + length));
  }

  @Override
  public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
    try {
      return store.put(key, content, condition);
    } finally {
      // Afterwards, so that it also throws out a load that began before the change.
      cache.synchronous().invalidate(key);
    }
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    try {
      store.delete(keys);
    } finally {
      cache.synchronous().invalidateAll(keys);
    }
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
  public void verifyForWriting() {
    store.verifyForWriting();
  }

  @Override
  public ProbeReport probe() {
    return store.probe();
  }

  /** Forgets what was cached, and closes the store. */
  @Override
  public void close() {
    cache.synchronous().invalidateAll();
    store.close();
  }

  @Override
  public String toString() {
    return "cached " + store;
  }
}
