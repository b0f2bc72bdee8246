package dev.cairn.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.WriteCondition;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;

/** A store behind a {@link FaultyProxy}, in a folder of its own. */
final class S3Fixture implements AutoCloseable {
  private static final String BUCKET = S3TestServer.shared().newStore(S3Fixture.class);

  private final S3TestServer server = S3TestServer.shared();
  private final FaultyProxy proxy = new FaultyProxy(server.endpoint());
  private final S3Location location = S3Location.of(URI.create(BUCKET + "/" + UUID.randomUUID()));
  private final S3Store direct =
      S3Store.open(
          location,
          new S3Settings(Optional.of(server.endpoint()), server.region(), server.credentials()));
  private final S3Store store = store(S3Settings.ATTEMPT_TIMEOUT, S3Settings.CALL_TIMEOUT);

  FaultyProxy proxy() {
    return proxy;
  }

  S3Location location() {
    return location;
  }

  /** The store behind the proxy. */
  S3Store store() {
    return store;
  }

  /** Another one behind the proxy, with other time limits. */
  S3Store store(Duration attemptTimeout, Duration callTimeout) {
    return S3Store.open(
        location,
        new S3Settings(
            Optional.of(proxy.endpoint()),
            server.region(),
            server.credentials(),
            attemptTimeout,
            callTimeout,
            S3Options.USUAL));
  }

  /** Another one behind the proxy, whose requests ask for something else. */
  S3Store store(S3Options options) {
    return S3Store.open(
        location,
        new S3Settings(
            Optional.of(proxy.endpoint()),
            server.region(),
            server.credentials(),
            S3Settings.ATTEMPT_TIMEOUT,
            S3Settings.CALL_TIMEOUT,
            options));
  }

  /** Another one behind the proxy, with other credentials. */
  S3Store store(AwsCredentialsProvider credentials) {
    return S3Store.open(
        location, new S3Settings(Optional.of(proxy.endpoint()), server.region(), credentials));
  }

  PutOutcome create(String key, String text) {
    return create(store, key, text);
  }

  PutOutcome create(S3Store through, String key, String text) {
    return through.put(key(key), bytes(text), WriteCondition.IF_ABSENT);
  }

  /** Creates an object around the store, whose name may be no key. */
  void putForeign(String name) {
    server
        .client()
        .putObject(
            request ->
                request.bucket(location.bucket()).key(location.inBucket(KeyPrefix.ROOT) + name),
            RequestBody.fromString("x"));
  }

  /** What the server holds, asked around the proxy. */
  Optional<String> text(String key) {
    return direct.get(key(key)).map(bytes -> new String(bytes, UTF_8));
  }

  static ObjectKey key(String value) {
    return new ObjectKey(value);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  @Override
  public void close() {
    store.close();
    direct.close();
    proxy.close();
  }
}
