package dev.cairn.internal.collect;

import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/** Deletes that are sent {@value #BATCH} at a time, which is as many as one request can carry. */
public final class BatchedDeletes {
  private static final int BATCH = ListRequest.MAX_LIMIT;

  private final ObjectStore store;
  private final List<ObjectKey> waiting = new ArrayList<>();

  /** No deletes yet. */
  public BatchedDeletes(ObjectStore store) {
    this.store = store;
  }

  /** Deletes an object, now or with the next batch. */
  public void add(ObjectKey key) {
    waiting.add(key);
    if (waiting.size() == BATCH) {
      flush();
    }
  }

  /** Sends what is waiting. When it throws, any of it may be gone, and it is not sent again. */
  public void flush() {
    List<ObjectKey> batch = List.copyOf(waiting);
    waiting.clear();
    if (!batch.isEmpty()) {
      store.delete(batch);
    }
  }
}
