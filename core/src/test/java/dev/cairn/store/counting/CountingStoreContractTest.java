package dev.cairn.store.counting;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.memory.MemoryStore;

class CountingStoreContractTest extends ObjectStoreContract {
  private final MemoryStore memory = new MemoryStore();

  @Override
  protected ObjectStore open() {
    return new CountingStore(memory);
  }
}
