package dev.cairn.benchmarks.throughput;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Concurrent requests of the SDK's synchronous client, each for one object. */
final class RawContender implements Contender {
  private final Site site;
  private final List<ByteBuffer> objects;
  private final S3Client client;
  private final ObjectPool pool;
  private String folder = "";

  RawContender(Site site, Payload payload, int parallelism) {
    this.site = site;
    this.objects = payload.objects();
    this.pool = new ObjectPool(parallelism);
    this.client =
        S3Client.builder()
            .endpointOverride(site.server().endpoint())
            .region(site.server().region())
            .credentialsProvider(site.server().credentials())
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder().maxConnections(2 * parallelism))
            .build();
  }

  @Override
  public String name() {
    return "SDK requests";
  }

  @Override
  public void begin(String newFolder) {
    folder = newFolder;
  }

  @Override
  public void save() {
    pool.forEach(
        objects.size(),
        number ->
            client.putObject(
                request -> request.bucket(site.bucket()).key(key(number)),
                body(objects.get(number))));
  }

  /** Without a copy. */
  private static RequestBody body(ByteBuffer object) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(object.array(), object.arrayOffset(), object.remaining()),
        object.remaining(),
        "application/octet-stream");
  }

  @Override
  public List<Way> restores() {
    return List.of(
        new Way(name(), () -> pool.forEach(objects.size(), number -> get(number, body -> body))),
        new Way(
            "SDK requests, hashed",
            () -> pool.forEach(objects.size(), number -> get(number, RawContender::hashed))));
  }

  /** The body, whose SHA-256 is computed while it is read. */
  private static InputStream hashed(InputStream body) {
    try {
      return new DigestInputStream(body, MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private void get(int number, UnaryOperator<InputStream> through) {
    byte[] bytes =
        client.getObject(
            request -> request.bucket(site.bucket()).key(key(number)),
            (response, body) -> read(response, through.apply(body)));
    if (bytes.length != objects.get(number).remaining()) {
      throw new IllegalStateException("another size");
    }
  }

  private static byte[] read(GetObjectResponse response, InputStream body) throws IOException {
    byte[] bytes = new byte[response.contentLength().intValue()];
    if (body.readNBytes(bytes, 0, bytes.length) != bytes.length || body.read() != -1) {
      throw new IllegalStateException("another size");
    }
    return bytes;
  }

  private String key(int number) {
    return site.prefix() + folder + "/" + number;
  }

  @Override
  public void end() {}

  @Override
  public void close() {
    pool.close();
    client.close();
  }
}
