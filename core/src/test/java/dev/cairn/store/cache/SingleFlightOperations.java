package dev.cairn.store.cache;

import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.memory.MemoryStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What threads do with a {@link CachingStore} of one object that is there from the start: they get
 * it, and all of them together cause one request.
 */
public final class SingleFlightOperations {
  private final CountingStore counting = new CountingStore(new MemoryStore());
  private final CachingStore store = new CachingStore(counting, 1 << 20);
  private final AtomicInteger gets = new AtomicInteger();

  /** An object in the store. */
  public SingleFlightOperations() {
    counting.put(CachedObject.KEY, CachedObject.of(1), WriteCondition.ALWAYS);
  }

  /** The content, as many times as that. */
  @Operation
  public int get(@Param(gen = IntGen.class, conf = "1:2") int times) {
    int content = CachedObject.NONE;
    for (int i = 0; i < times; i++) {
      content = CachedObject.content(store.get(CachedObject.KEY), CachedObject.SIZE);
      gets.incrementAndGet();
    }
    return content;
  }

  /** After each execution. */
  @Validate
  public void validate() {
    long requests = counting.counts().count(RequestKind.GET);
    if (requests != 1) {
      throw new IllegalStateException(gets + " gets caused " + requests + " requests");
    }
  }

  /** One operation after the other. */
  public static final class Sequential {
    public int get(int times) {
      return 1;
    }
  }
}
