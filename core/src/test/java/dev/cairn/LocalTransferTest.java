package dev.cairn;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.util.UUID;

class LocalTransferTest extends TransferContract {
  @Override
  protected ObjectStore open() {
    return ObjectStores.open(folder.resolve(UUID.randomUUID().toString()).toUri().toString());
  }
}
