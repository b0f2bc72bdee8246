package dev.cairn.s3;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The settings of a store in a bucket. Whatever is not set comes from the AWS SDK's default chains,
 * or is what the bucket's own settings say. All but {@link #credentials} and the time limits can
 * stand in the store's URI as well; see {@code docs/s3.md}.
 *
 * <pre>{@code
 * ObjectStore store =
 *     S3StoreBuilder.of("s3://desk/checkpoints")
 *         .region("eu-central-1")
 *         .bucketOwner("123456789012")
 *         .kmsKey("alias/checkpoints")
 *         .open();
 * }</pre>
 *
 * <p>Used by one thread, for one store.
 */
public final class S3StoreBuilder {
  private final S3Location location;
  private StoreSettings surroundings = StoreSettings.NONE;
  private @Nullable URI endpoint;
  private @Nullable Region region;
  private @Nullable String profile;
  private @Nullable String role;
  private @Nullable AwsCredentialsProvider credentials;
  private Duration attemptTimeout = S3Settings.ATTEMPT_TIMEOUT;
  private Duration callTimeout = S3Settings.CALL_TIMEOUT;
  private S3Options.@Nullable Addressing addressing;
  private S3Options.Encryption encryption = new S3Options.Encryption.OfBucket();
  private @Nullable String bucketOwner;
  private @Nullable StorageClass storageClass;
  private S3Options.Payer payer = S3Options.Payer.OWNER;
  private S3Options.Checksums checksums = S3Options.Checksums.ALWAYS;
  private S3Options.Signing signing = S3Options.Signing.AS_NEEDED;
  private ListingOrder order;

  S3StoreBuilder(S3Location location) {
    this.location = location;
    this.order = location.isDirectoryBucket() ? ListingOrder.UNORDERED : ListingOrder.BY_KEY;
  }

  /**
   * The settings that a URI gives.
   *
   * @param uri like {@code s3://bucket/prefix?region=eu-central-1}
   * @throws StoreException when it is not of that form, or has a parameter that there is not
   */
  public static S3StoreBuilder of(String uri) {
    try {
      return of(URI.create(uri));
    } catch (IllegalArgumentException e) {
      // without the cause, whose text has the URI in it
      throw new StoreException(
          "Cannot open an S3 store: what was given is not a URI. Give it the form s3://bucket/prefix.");
    }
  }

  static S3StoreBuilder of(URI uri) {
    return of(uri, StoreSettings.NONE);
  }

  static S3StoreBuilder of(URI uri, StoreSettings surroundings) {
    S3StoreBuilder builder = new S3StoreBuilder(S3Location.of(uri));
    builder.surroundings = surroundings;
    UriParameters.apply(uri, builder);
    return builder;
  }

  /** A server other than Amazon's, like {@code http://127.0.0.1:4566}. */
  public S3StoreBuilder endpoint(URI server) {
    this.endpoint = server;
    return this;
  }

  /** The region that requests are signed for: that of the bucket. */
  public S3StoreBuilder region(String name) {
    this.region = Region.of(name);
    return this;
  }

  /** The profile of the AWS configuration files whose credentials, region and endpoint count. */
  public S3StoreBuilder profile(String name) {
    this.profile = name;
    return this;
  }

  /** The role to assume with the credentials that are found, by its ARN. */
  public S3StoreBuilder role(String arn) {
    this.role = arn;
    return this;
  }

  /** The credentials, in place of those of the default chain. The store does not close them. */
  public S3StoreBuilder credentials(AwsCredentialsProvider provider) {
    this.credentials = provider;
    return this;
  }

  /**
   * The longest that one attempt at a request may take, and the longest for a request with all its
   * attempts; 60 seconds and 3 minutes by default.
   */
  public S3StoreBuilder timeouts(Duration attempt, Duration call) {
    this.attemptTimeout = attempt;
    this.callTimeout = call;
    return this;
  }

  /** Bucket names stand in the path of URLs. It is the default with an endpoint. */
  public S3StoreBuilder pathStyle() {
    this.addressing = S3Options.Addressing.PATH;
    return this;
  }

  /** Bucket names stand in the host name of URLs. It is the default without an endpoint. */
  public S3StoreBuilder hostStyle() {
    this.addressing = S3Options.Addressing.HOST;
    return this;
  }

  /** The server encrypts what is written with keys that it manages (SSE-S3). */
  public S3StoreBuilder encryptedByS3() {
    this.encryption = new S3Options.Encryption.ByS3();
    return this;
  }

  /** The server encrypts what is written with the account's own KMS key for S3 (SSE-KMS). */
  public S3StoreBuilder encryptedByKms() {
    this.encryption = new S3Options.Encryption.ByKms(Optional.empty());
    return this;
  }

  /** The server encrypts what is written with this KMS key, by its identifier, alias or ARN. */
  public S3StoreBuilder kmsKey(String key) {
    this.encryption = new S3Options.Encryption.ByKms(Optional.of(key));
    return this;
  }

  /** The account that must own the bucket, 12 digits, or else every request is refused. */
  public S3StoreBuilder bucketOwner(String account) {
    this.bucketOwner = account;
    return this;
  }

  /** The storage class of what is written, like {@code STANDARD_IA}. */
  public S3StoreBuilder storageClass(String name) {
    this.storageClass = StorageClass.fromValue(name);
    return this;
  }

  /** The sender of requests pays for them, as some buckets demand. */
  public S3StoreBuilder requesterPays() {
    this.payer = S3Options.Payer.REQUESTER;
    return this;
  }

  /** No checksum goes with requests but where the protocol demands one; for older servers. */
  public S3StoreBuilder checksumsWhenRequired() {
    this.checksums = S3Options.Checksums.WHEN_REQUIRED;
    return this;
  }

  /**
   * Signatures cover the content of every upload, as policies can demand that refuse {@code
   * UNSIGNED-PAYLOAD}. It costs a SHA-256 of all that is uploaded. By default they cover the
   * headers, and over plain HTTP the content of log entries.
   */
  public S3StoreBuilder signedContent() {
    this.signing = S3Options.Signing.CONTENT;
    return this;
  }

  /**
   * The server lists keys in no order, so that the newest entry of a log is found by listing all of
   * it. It is the default for directory buckets.
   */
  public S3StoreBuilder unorderedListings() {
    this.order = ListingOrder.UNORDERED;
    return this;
  }

  /**
   * Opens the store; nothing is sent.
   *
   * @throws StoreException when a setting cannot be used, or no region is known
   */
  public ObjectStore open() {
    List<SdkAutoCloseable> owned = new ArrayList<>();
    S3Settings settings = settings(owned);
    return S3Store.open(location, settings, owned);
  }

  private S3Settings settings(List<SdkAutoCloseable> owned) {
    // a profile stands for itself and takes nothing from elsewhere
    S3aSettings s3a =
        new S3aSettings(location.bucket(), profile == null ? surroundings : StoreSettings.NONE);
    S3Options options =
        new S3Options(
            Optional.ofNullable(addressing).or(s3a::addressing),
            encryption,
            Optional.ofNullable(bucketOwner),
            Optional.ofNullable(storageClass),
            payer,
            checksums,
            signing,
            order);
    DefaultChain chain = new DefaultChain(Optional.ofNullable(profile));
    return DefaultChain.readable(
        () -> {
          Optional<URI> server =
              Optional.ofNullable(endpoint).or(s3a::endpoint).or(chain::endpoint);
          Region place =
              Optional.ofNullable(region)
                  .or(s3a::region)
                  .orElseGet(() -> chain.region(server.isPresent()));
          AwsCredentialsProvider own =
              Optional.ofNullable(credentials)
                  .or(() -> S3aCredentials.of(s3a, owned))
                  .orElseGet(() -> chain.credentials(owned));
          AwsCredentialsProvider signing =
              role == null ? own : AssumedRole.of(role, place, own, owned);
          return new S3Settings(server, place, signing, attemptTimeout, callTimeout, options);
        });
  }
}
