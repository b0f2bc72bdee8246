package dev.cairn;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.memory.MemoryStore;

class MemoryTransferTest extends TransferContract {
  @Override
  protected ObjectStore open() {
    return new MemoryStore();
  }
}
