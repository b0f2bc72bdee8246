package dev.cairn.spark;

import dev.cairn.run.RunParts;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectStore;
import java.io.Serializable;

/** Names the parts of one registered run, for whoever opens them: the driver or an executor. */
record PartsReference(StoreReference store, String prefix, long units) implements Serializable {
  /** The parts as they are in the store now. */
  RunParts open() {
    return open(store.openUncached());
  }

  /** The same through {@code through}, which leads to the store. */
  RunParts open(ObjectStore through) {
    return new RunParts(through, new KeyPrefix(prefix), units);
  }

  /** The parts through the cache of this JVM, for reading results again and again. */
  RunParts openCached() {
    return open(store.open());
  }
}
