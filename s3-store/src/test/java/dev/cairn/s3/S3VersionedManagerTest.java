package dev.cairn.s3;

import dev.cairn.ManagerContract;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.net.URI;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The manager's promises in a bucket that keeps old versions, behind delete markers. */
class S3VersionedManagerTest extends ManagerContract {
  @Override
  protected ObjectStore open() {
    S3TestServer server = S3TestServer.shared();
    String uri = server.newStore(getClass());
    server
        .client()
        .putBucketVersioning(
            request ->
                request
                    .bucket(URI.create(uri).getHost())
                    .versioningConfiguration(
                        versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
    return ObjectStores.open(uri);
  }
}
