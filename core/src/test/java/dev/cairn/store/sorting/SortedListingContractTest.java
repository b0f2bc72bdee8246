package dev.cairn.store.sorting;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.memory.MemoryStore;

class SortedListingContractTest extends ObjectStoreContract {
  private final MemoryStore memory = new MemoryStore();

  @Override
  protected ObjectStore open() {
    return new SortedStore(new ShuffledStore(memory, 42));
  }
}
