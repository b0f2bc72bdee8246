package dev.cairn.s3;

import dev.cairn.store.StoreException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * How to reach the server.
 *
 * @param endpoint of a server other than Amazon's; buckets then stand in the path and not in the
 *     host name, which such servers rarely resolve
 * @param region that requests are signed for
 * @param credentials to sign with. The store does not close them
 * @param attemptTimeout the longest that one attempt at a request may take
 * @param callTimeout the longest that a request may take with all its attempts
 * @param interceptors that see every request
 */
record S3Settings(
    Optional<URI> endpoint,
    Region region,
    AwsCredentialsProvider credentials,
    Duration attemptTimeout,
    Duration callTimeout,
    List<ExecutionInterceptor> interceptors) {
  /** Enough for a chunk of 16 MiB over a line of 3 Mbit/s. */
  static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(60);

  static final Duration CALL_TIMEOUT = Duration.ofMinutes(3);

  S3Settings {
    interceptors = List.copyOf(interceptors);
    endpoint.ifPresent(S3Settings::check);
  }

  /** Settings with the usual time limits. */
  S3Settings(Optional<URI> endpoint, Region region, AwsCredentialsProvider credentials) {
    this(endpoint, region, credentials, ATTEMPT_TIMEOUT, CALL_TIMEOUT, List.of());
  }

  /**
   * What the AWS SDK's default chains find in system properties, environment variables, profiles
   * and the machine's role.
   *
   * @throws StoreException when they find no region for Amazon's own servers, or something that
   *     they cannot read
   */
  static S3Settings fromDefaultChain() {
    try {
      Optional<URI> endpoint = defaultEndpoint();
      Region region = endpoint.isPresent() ? regionOfOtherServer() : regionOfAmazon();
      return new S3Settings(endpoint, region, DefaultCredentialsProvider.builder().build());
    } catch (SdkClientException | IllegalArgumentException e) {
      throw new StoreException(
          "Cannot open an S3 store: the AWS settings cannot be used (%s). Correct the AWS_... variables or the AWS profile."
              .formatted(OneLine.of(e)),
          e);
    }
  }

  /** The endpoint that the SDK itself would use. Only a client tells; it sends nothing here. */
  private static Optional<URI> defaultEndpoint() {
    try (S3Client client =
        S3Client.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      return client.serviceClientConfiguration().endpointOverride();
    }
  }

  private static Region regionOfAmazon() {
    return find(DefaultAwsRegionProviderChain.builder().build())
        .orElseThrow(
            () ->
                new StoreException(
                    "Cannot open an S3 store: no region is set. Set AWS_REGION to the bucket's region, or AWS_ENDPOINT_URL when the server is not Amazon's."));
  }

  /** Not of the machine's role: the server is elsewhere, and asking for the role takes seconds. */
  private static Region regionOfOtherServer() {
    return find(new AwsRegionProviderChain(
            new SystemSettingsRegionProvider(), new AwsProfileRegionProvider()))
        .orElse(Region.US_EAST_1);
  }

  private static Optional<Region> find(AwsRegionProvider provider) {
    try {
      return Optional.ofNullable(provider.getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  private static void check(URI endpoint) {
    if (endpoint.getRawUserInfo() != null) {
      throw new StoreException(
          "Cannot open an S3 store: the endpoint's URL has credentials in it. Remove them and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
    }
    boolean web = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!web || endpoint.getHost() == null || endpoint.getRawQuery() != null) {
      throw new StoreException(
          "Cannot open an S3 store: its endpoint is not a URL of a server. Set AWS_ENDPOINT_URL to the form http://host:port.");
    }
  }
}
