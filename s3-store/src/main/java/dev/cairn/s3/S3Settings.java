package dev.cairn.s3;

import dev.cairn.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * How to reach the server.
 *
 * @param endpoint of a server other than Amazon's; buckets then stand in the path and not in the
 *     host name, which such servers rarely resolve
 * @param region that requests are signed for
 * @param credentials to sign with. The store does not close them
 * @param attemptTimeout the longest that one attempt at a request may take
 * @param callTimeout the longest that a request may take with all its attempts
 * @param options what requests ask for
 */
record S3Settings(
    Optional<URI> endpoint,
    Region region,
    AwsCredentialsProvider credentials,
    Duration attemptTimeout,
    Duration callTimeout,
    S3Options options) {
  /** Enough for a chunk of 16 MiB over a line of 3 Mbit/s. */
  static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(60);

  static final Duration CALL_TIMEOUT = Duration.ofMinutes(3);

  S3Settings {
    endpoint.ifPresent(S3Settings::check);
  }

  /** Whether the name of a bucket stands in the path of URLs. */
  boolean pathStyle() {
    return options.addressing().map(S3Options.Addressing.PATH::equals).orElse(endpoint.isPresent());
  }

  /** Settings with the usual time limits. */
  S3Settings(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {
    this(endpoint, region, credentials, ATTEMPT_TIMEOUT, CALL_TIMEOUT, S3Options.USUAL);
  }

  private static void check(URI endpoint) {
    if (endpoint.getRawUserInfo() != null) {
      throw new StoreException(
          "Cannot open an S3 store: the endpoint's URL has credentials in it. Remove them and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    }
    boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!web || endpoint.getHost() == null || endpoint.getRawQuery() != null) {
      throw malformedEndpoint();
    }
  }

  static StoreException malformedEndpoint() {
    return new StoreException(
        "Cannot open an S3 store: its endpoint is not the URL of a server. Set AWS_ENDPOINT_URL, or endpoint_url in the AWS profile, to the form http://host:port.");
  }
}
