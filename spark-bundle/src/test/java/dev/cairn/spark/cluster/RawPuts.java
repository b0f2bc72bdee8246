package dev.cairn.spark.cluster;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts a partition's bytes by the AWS SDK as it comes, with one client for each JVM. */
final class RawPuts implements VoidFunction<Iterator<byte[]>> {
  private static final ConcurrentMap<String, S3Client> CLIENTS = new ConcurrentHashMap<>();

  private final String endpoint;
  private final String region;
  private final URI place;
  private final int round;

  RawPuts(String endpoint, String region, URI place, int round) {
    this.endpoint = endpoint;
    this.region = region;
    this.place = place;
    this.round = round;
  }

  @Override
  public void call(Iterator<byte[]> elements) {
    var bytes = new ByteArrayOutputStream();
    elements.forEachRemaining(bytes::writeBytes);
    String key = "%s/%d/%d".formatted(place.getPath(), round, TaskContext.getPartitionId());
    CLIENTS
        .computeIfAbsent(endpoint, this::client)
        .putObject(
            request -> request.bucket(place.getHost()).key(key.substring(1)),
            RequestBody.fromBytes(bytes.toByteArray()));
  }

  private S3Client client(String at) {
    return S3Client.builder()
        .endpointOverride(URI.create(at))
        .region(Region.of(region))
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }
}
