package dev.cairn;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.memory.MemoryStore;

class MemoryManagerTest extends ManagerContract {
  @Override
  protected ObjectStore open() {
    return new MemoryStore();
  }
}
