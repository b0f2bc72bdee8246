package dev.cairn.s3;

import dev.cairn.CollectorContract;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;

/** The collector's promises on S3. */
class S3CollectorTest extends CollectorContract {
  @Override
  protected ObjectStore open() {
    return ObjectStores.open(S3TestServer.shared().newStore(getClass()));
  }
}
