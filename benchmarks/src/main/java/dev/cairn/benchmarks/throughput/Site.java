package dev.cairn.benchmarks.throughput;

import dev.cairn.s3.testing.S3TestServer;
import java.net.URI;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Where objects go.
 *
 * @param server that takes them
 * @param bucket of it
 * @param prefix below which all folders are, with a slash at its end, or empty
 */
record Site(S3TestServer server, String bucket, String prefix) {
  /** A new one on the server of this JVM. */
  static Site create() {
    S3TestServer server = S3TestServer.shared();
    URI uri = URI.create(server.newStore(Site.class));
    String path = uri.getPath().isEmpty() ? "" : uri.getPath().substring(1) + "/";
    return new Site(server, uri.getHost(), path);
  }

  /** The store of a folder, as a URI that Cairn opens. */
  String uri(String folder) {
    return "s3://" + bucket + "/" + prefix + folder;
  }

  /** The objects below a folder, in the order of their keys. */
  List<S3Object> list(String folder) {
    return server
        .client()
        .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + folder + "/"))
        .contents()
        .stream()
        .toList();
  }

  /** Deletes what a folder holds. */
  void clear(String folder) {
    S3Client client = server.client();
    for (S3Object object : list(folder)) {
      client.deleteObjects(
          request ->
              request
                  .bucket(bucket)
                  .delete(
                      Delete.builder()
                          .objects(ObjectIdentifier.builder().key(object.key()).build())
                          .build()));
    }
  }
}
