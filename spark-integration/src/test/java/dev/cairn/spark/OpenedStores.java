package dev.cairn.spark;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ListPage;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreProvider;
import dev.cairn.store.ProbeReport;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreSettings;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens {@code opened:NAME}: the store {@code memory:NAME}, and notes how often it was opened and
 * closed, and with which settings. A closed one takes no requests.
 */
public final class OpenedStores implements ObjectStoreProvider {
  private static final Map<String, Counts> STORES = new ConcurrentHashMap<>();

  /** What became of the stores of a name. */
  static Counts named(String name) {
    return STORES.computeIfAbsent(name, Counts::new);
  }

  @Override
  public Set<String> schemes() {
    return Set.of("opened");
  }

  @Override
  public ObjectStore open(URI uri) {
    return named(uri.getRawSchemeSpecificPart()).open();
  }

  @Override
  public ObjectStore open(URI uri, StoreSettings settings) {
    Counts counts = named(uri.getRawSchemeSpecificPart());
    counts.settings = settings;
    return counts.open();
  }

  static final class Counts {
    private final String name;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch reached = new CountDownLatch(1);
    private volatile CountDownLatch release = new CountDownLatch(0);
    private volatile boolean refuses;
    private volatile StoreSettings settings = StoreSettings.NONE;

    private Counts(String name) {
      this.name = name;
    }

    ObjectStore open() {
      if (refuses) {
        throw new StoreException("It is not to be opened now.");
      }
      opened.incrementAndGet();
      return new Opened(this, MemoryStore.named(name));
    }

    int opened() {
      return opened.get();
    }

    int closed() {
      return closed.get();
    }

    /** A setting that the store was last opened with. */
    Optional<String> setting(String of) {
      return settings.find(of);
    }

    void refuse() {
      refuses = true;
    }

    void accept() {
      refuses = false;
    }

    /** Gets wait from now on; the result is counted down when the first one does. */
    CountDownLatch holdGets(CountDownLatch until) {
      release = until;
      return reached;
    }
  }

  private static final class Opened implements ObjectStore {
    private final Counts counts;
    private final ObjectStore store;
    private volatile boolean isClosed;

    Opened(Counts counts, ObjectStore store) {
      this.counts = counts;
      this.store = store;
    }

    private ObjectStore store() {
      if (isClosed) {
        throw new IllegalStateException("closed");
      }
      return store;
    }

    @Override
    public PutOutcome put(ObjectKey key, ByteBuffer content, WriteCondition condition) {
      return store().put(key, content, condition);
    }

    @Override
    public Optional<byte[]> get(ObjectKey key) {
      counts.reached.countDown();
      try {
        counts.release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return store().get(key);
    }

    @Override
    public Optional<byte[]> get(ObjectKey key, ByteRange range) {
      return store().get(key, range);
    }

    @Override
    public Optional<ObjectInfo> head(ObjectKey key) {
      return store().head(key);
    }

    @Override
    public ListPage list(ListRequest request) {
      return store().list(request);
    }

    @Override
    public void delete(Collection<ObjectKey> keys) {
      store().delete(keys);
    }

    @Override
    public void verifyForWriting() {
      store().verifyForWriting();
    }

    @Override
    public ProbeReport probe() {
      return store().probe();
    }

    @Override
    public void close() {
      isClosed = true;
      counts.closed.incrementAndGet();
    }
  }
}
