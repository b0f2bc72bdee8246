package dev.cairn.store.cache;

import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * What threads do with a {@link CachingStore} of which one of them changes an object: it puts or
 * deletes it, and whole objects are read. A change is seen at once.
 */
public final class ChangingCacheOperations {
  private static final String WRITER = "writer";

  private final CachingStore store = new CachingStore(new MemoryStore(), 1 << 20);

  /** One thread at a time puts, so the number of a put is its content. */
  private int puts;

  @Operation(nonParallelGroup = WRITER)
  public void put() {
    puts++;
    store.put(CachedObject.KEY, CachedObject.of(puts), WriteCondition.ALWAYS);
  }

  @Operation(nonParallelGroup = WRITER)
  public void delete() {
    store.delete(List.of(CachedObject.KEY));
  }

  /** The content. */
  @Operation
  public int get() {
    return CachedObject.content(store.get(CachedObject.KEY), CachedObject.SIZE);
  }

  /** The same without a cache, one operation after the other. */
  public static final class Sequential {
    private int object = CachedObject.NONE;
    private int puts;

    public void put() {
      puts++;
      object = puts;
    }

    public void delete() {
      object = CachedObject.NONE;
    }

    public int get() {
      return object;
    }
  }
}
