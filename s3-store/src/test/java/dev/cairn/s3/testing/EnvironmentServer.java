package dev.cairn.s3.testing;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The server that the environment names, or a program that runs tests on one that it started. */
final class EnvironmentServer {
  static final String ENDPOINT = "CAIRN_TEST_S3_ENDPOINT";
  static final String ENDPOINT_PROPERTY = "cairn.test.s3.endpoint";
  static final String BUCKET = "CAIRN_TEST_S3_BUCKET";

  private EnvironmentServer() {}

  /** The server that the environment names, or empty when it names none. */
  static Optional<ServerAccess> find() {
    return Optional.ofNullable(System.getProperty(ENDPOINT_PROPERTY))
        .or(() -> variable(ENDPOINT))
        .map(
            endpoint ->
                new ServerAccess(
                    URI.create(endpoint),
                    region(),
                    DefaultCredentialsProvider.builder().build(),
                    variable(BUCKET)));
  }

  private static Region region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      return Region.US_EAST_1;
    }
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
