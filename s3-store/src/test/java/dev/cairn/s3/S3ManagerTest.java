package dev.cairn.s3;

import dev.cairn.ManagerContract;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;

/** The manager's promises on S3. */
class S3ManagerTest extends ManagerContract {
  @Override
  protected ObjectStore open() {
    return ObjectStores.open(S3TestServer.shared().newStore(getClass()));
  }
}
