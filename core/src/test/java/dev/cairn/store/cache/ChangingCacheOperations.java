package dev.cairn.store.cache;

import dev.cairn.store.ByteRange;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntSupplier;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * What threads do with a {@link CachingStore} of which one of them changes an object: it puts or
 * deletes it. A change is seen by every read that begins after it has returned; one that is under
 * way may be seen or not, by each read for itself.
 */
public final class ChangingCacheOperations {
  private static final String WRITER = "writer";
  private static final ByteRange PART = new ByteRange(1, 1);

  /** More than a scenario has. */
  private static final int CHANGES = 100;

  private final CachingStore store = new CachingStore(new MemoryStore(), 1 << 20);

  /** The content after each change. The one after none is that there is none. */
  private final AtomicIntegerArray contents = new AtomicIntegerArray(CHANGES);

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  @Operation(nonParallelGroup = WRITER)
  public void put() {
    int change = begun.get() + 1;
    contents.set(change, change);
    begun.set(change);
    store.put(CachedObject.KEY, CachedObject.of(change), WriteCondition.ALWAYS);
    ended.set(change);
  }

  @Operation(nonParallelGroup = WRITER)
  public void delete() {
    int change = begun.get() + 1;
    contents.set(change, CachedObject.NONE);
    begun.set(change);
    store.delete(List.of(CachedObject.KEY));
    ended.set(change);
  }

  /** Whether the whole object is one that may be seen. */
  @Operation
  public boolean get() {
    return isSeen(() -> CachedObject.content(store.get(CachedObject.KEY), CachedObject.SIZE));
  }

  /** Whether a part is one of an object that may be seen. */
  @Operation
  public boolean getPart() {
    return isSeen(() -> CachedObject.content(store.get(CachedObject.KEY, PART), 1));
  }

  private boolean isSeen(IntSupplier read) {
    int first = ended.get();
    int content = read.getAsInt();
    int last = begun.get();
    for (int change = first; change <= last; change++) {
      if (contents.get(change) == content) {
        return true;
      }
    }
    return false;
  }

  /** The same without a cache, one operation after the other. */
  public static final class Sequential {
    public void put() {}

    public void delete() {}

    public boolean get() {
      return true;
    }

    public boolean getPart() {
      return true;
    }
  }
}
