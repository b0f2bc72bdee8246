package dev.cairn.store.cache;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.memory.MemoryStore;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * What threads do with a {@link CachingStore} of an object that never changes: create it, get it,
 * get a part of it, look at its size. They are told what a store without a cache could have told
 * them.
 */
@Param(name = "content", gen = IntGen.class, conf = "1:9")
public final class CacheOperations {
  private static final ByteRange PART = new ByteRange(1, 1);

  private final CachingStore store = new CachingStore(new MemoryStore(), 1 << 20);

  /** Whether it was created. */
  @Operation
  public boolean create(@Param(name = "content") int content) {
    return store.put(CachedObject.KEY, CachedObject.of(content), WriteCondition.IF_ABSENT)
        instanceof PutOutcome.Written;
  }

  /** The content. */
  @Operation
  public int get() {
    return CachedObject.content(store.get(CachedObject.KEY), CachedObject.SIZE);
  }

  /** The content of a part. */
  @Operation
  public int getPart() {
    return CachedObject.content(store.get(CachedObject.KEY, PART), 1);
  }

  /** The size; 0 when there is none. */
  @Operation
  public long head() {
    return store.head(CachedObject.KEY).map(ObjectInfo::size).orElse(0L);
  }

  /** The same without a cache, one operation after the other. */
  public static final class Sequential {
    private int object = CachedObject.NONE;

    public boolean create(int content) {
      boolean created = object == CachedObject.NONE;
      object = created ? content : object;
      return created;
    }

    public int get() {
      return object;
    }

    public int getPart() {
      return get();
    }

    public long head() {
      return object == CachedObject.NONE ? 0 : CachedObject.SIZE;
    }
  }
}
