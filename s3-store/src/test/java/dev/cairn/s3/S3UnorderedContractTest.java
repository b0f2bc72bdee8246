package dev.cairn.s3;

import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreContract;
import dev.cairn.store.ObjectStores;
import java.util.UUID;

/** The contract when the order of the server's listings is not relied on. */
class S3UnorderedContractTest extends ObjectStoreContract {
  private static final String BUCKET =
      S3TestServer.shared().newStore(S3UnorderedContractTest.class);

  private final String uri = BUCKET + "/" + UUID.randomUUID() + "?listing=unordered";

  @Override
  protected ObjectStore open() {
    return ObjectStores.open(uri);
  }

  @Override
  protected FolderConflicts folderConflicts() {
    return FolderConflicts.STORED;
  }
}
