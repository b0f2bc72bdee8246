package dev.cairn.store.cache;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.memory.MemoryStore;

class CachingStoreContractTest extends ObjectStoreContract {
  private final MemoryStore memory = new MemoryStore();

  @Override
  protected ObjectStore open() {
    return new CachingStore(memory, 20 << 20);
  }
}
