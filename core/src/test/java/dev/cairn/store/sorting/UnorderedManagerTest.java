package dev.cairn.store.sorting;

import dev.cairn.ManagerContract;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.memory.MemoryStore;

/** The manager's promises on a store whose server lists without order. */
class UnorderedManagerTest extends ManagerContract {
  @Override
  protected ObjectStore open() {
    return new SortedStore(new ShuffledStore(new MemoryStore(), 43));
  }
}
