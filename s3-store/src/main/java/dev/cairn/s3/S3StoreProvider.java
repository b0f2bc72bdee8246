package dev.cairn.s3;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStoreProvider;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreSettings;
import java.net.URI;
import java.util.Set;

/**
 * Opens {@code s3://bucket/prefix}, with parameters after a {@code ?} where they are needed; see
 * {@link S3StoreBuilder}. Otherwise region, endpoint and credentials come from the AWS SDK's
 * default chains: system properties, environment variables, profiles, the machine's role. With
 * {@code AWS_ENDPOINT_URL} set, the server is that one instead of Amazon's.
 */
public final class S3StoreProvider implements ObjectStoreProvider {
  /** A provider; {@link java.util.ServiceLoader} calls this. */
  public S3StoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  /**
   * Opens the store that a URI names. A bucket that does not exist, or that the credentials do not
   * open, shows itself at the first request.
   *
   * @throws StoreException when the URI is not of the form {@code s3://bucket/prefix}, has a
   *     parameter that there is not, or when the AWS settings name no region
   */
  @Override
  public ObjectStore open(URI uri) {
    return open(uri, StoreSettings.NONE);
  }

  /**
   * The same with settings by which Hadoop's S3A is told of servers and credentials, {@code
   * fs.s3a.*}; see {@code docs/spark.md}. They come before the SDK's default chains, and what the
   * URI says before them.
   *
   * @throws StoreException as {@link #open(URI)} does, and when such a setting cannot be used
   */
  @Override
  public ObjectStore open(URI uri, StoreSettings settings) {
    return S3StoreBuilder.of(uri, settings).open();
  }
}
