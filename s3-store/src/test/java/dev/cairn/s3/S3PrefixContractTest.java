package dev.cairn.s3;

import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.ObjectStores;
import java.util.UUID;

/** The contract over a prefix of a bucket that holds other stores, too. */
class S3PrefixContractTest extends ObjectStoreContract {
  private static final String BUCKET = S3TestServer.shared().newStore(S3PrefixContractTest.class);

  private final String uri = BUCKET + "/stores/" + UUID.randomUUID();

  @Override
  protected ObjectStore open() {
    return ObjectStores.open(uri);
  }

  @Override
  protected FolderConflicts folderConflicts() {
    return FolderConflicts.STORED;
  }
}
