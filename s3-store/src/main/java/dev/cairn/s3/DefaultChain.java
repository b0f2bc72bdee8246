package dev.cairn.s3;

import dev.cairn.store.StoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * What the AWS SDK's default chains find: in system properties, environment variables, profiles and
 * the machine's role; or in one profile alone.
 *
 * @param profile that is asked instead of all; empty for the usual order
 */
record DefaultChain(Optional<String> profile) {
  /**
   * Asks the chains, and words what they cannot read.
   *
   * @throws StoreException when they find something that cannot be used
   */
  static S3Settings readable(Supplier<S3Settings> question) {
    try {
      return question.get();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      // the SDK throws any type here, and where a URL is malformed its text, with what is in it
      if (Causes.find(e, URISyntaxException.class).isPresent()) {
        throw S3Settings.malformedEndpoint();
      }
      throw new StoreException(
          "Cannot open an S3 store: the AWS settings cannot be used (%s). Correct the AWS_... variables or the AWS profile."
              .formatted(OneLine.of(e)),
          e);
    }
  }

  /** The endpoint that the SDK itself would use. Only a client tells; it sends nothing here. */
  Optional<URI> endpoint() {
    try (S3Client client =
        S3Client.builder()
            .region(Region.US_EAST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(Apache5HttpClient.builder())
            .overrideConfiguration(
                configuration -> profile.ifPresent(configuration::defaultProfileName))
            .build()) {
      return client.serviceClientConfiguration().endpointOverride();
    }
  }

  /**
   * The region.
   *
   * @param otherServer whether the server is not Amazon's: then the machine's role is not asked,
   *     which takes seconds elsewhere, and any region will do
   * @throws StoreException when there is none and it matters
   */
  Region region(boolean otherServer) {
    Optional<Region> found =
        profile
            .flatMap(
                name -> find(new AwsProfileRegionProvider(ProfileFile::defaultProfileFile, name)))
            .or(
                () ->
                    find(
                        otherServer
                            ? ofSettings()
                            : DefaultAwsRegionProviderChain.builder().build()));
    if (found.isEmpty() && !otherServer) {
      throw new StoreException(
          "Cannot open an S3 store: no region is set. Set AWS_REGION to the bucket's region, or AWS_ENDPOINT_URL when the server is not Amazon's.");
    }
    return found.orElse(Region.US_EAST_1);
  }

  private static AwsRegionProvider ofSettings() {
    return new AwsRegionProviderChain(
        new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
  }

  private static Optional<Region> find(AwsRegionProvider provider) {
    try {
      return Optional.ofNullable(provider.getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  /**
   * The credentials.
   *
   * @param owned gets what must be closed after the last use
   */
  AwsCredentialsProvider credentials(List<SdkAutoCloseable> owned) {
    if (profile.isPresent()) {
      ProfileCredentialsProvider ofProfile = ProfileCredentialsProvider.create(profile.get());
      owned.add(ofProfile);
      return ofProfile;
    }
    DefaultCredentialsProvider usual = DefaultCredentialsProvider.builder().build();
    owned.add(usual);
    return usual;
  }
}
