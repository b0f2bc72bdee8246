package dev.cairn.s3;

import dev.cairn.TransferContract;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;

/** What copies, exports and imports promise, on S3. */
class S3TransferTest extends TransferContract {
  @Override
  protected ObjectStore open() {
    return ObjectStores.open(S3TestServer.shared().newStore(getClass()));
  }
}
