package dev.cairn.store.faults;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.memory.MemoryStore;

class FaultyStoreContractTest extends ObjectStoreContract {
  private final MemoryStore memory = new MemoryStore();

  @Override
  protected ObjectStore open() {
    return new FaultyStore(memory);
  }
}
