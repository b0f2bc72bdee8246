package dev.cairn;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.memory.MemoryStore;

class MemoryCollectorTest extends CollectorContract {
  @Override
  protected ObjectStore open() {
    return new MemoryStore();
  }
}
