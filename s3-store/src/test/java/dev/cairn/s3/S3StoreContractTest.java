package dev.cairn.s3;

import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.ObjectStores;

/** The contract over a whole bucket. */
class S3StoreContractTest extends ObjectStoreContract {
  private final String uri = S3TestServer.shared().newStore(getClass());

  @Override
  protected ObjectStore open() {
    return ObjectStores.open(uri);
  }

  @Override
  protected FolderConflicts folderConflicts() {
    return FolderConflicts.STORED;
  }
}
