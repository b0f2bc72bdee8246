package dev.cairn.s3;

import dev.cairn.store.StoreException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * What requests ask of the server besides the object.
 *
 * @param addressing where the bucket's name stands; empty for the path with an endpoint of one's
 *     own, and for the host with Amazon
 * @param encryption of what is written
 * @param bucketOwner the account that must own the bucket, or else the server refuses every request
 * @param storageClass of what is written; empty for the bucket's own
 * @param payer who pays for requests
 * @param checksums that the client computes
 * @param signing of what is written
 * @param order in which the server lists
 */
record S3Options(
    Optional<Addressing> addressing,
    Encryption encryption,
    Optional<String> bucketOwner,
    Optional<StorageClass> storageClass,
    Payer payer,
    Checksums checksums,
    Signing signing,
    ListingOrder order) {
  private static final Set<StorageClass> UNREADABLE =
      Set.of(StorageClass.GLACIER, StorageClass.DEEP_ARCHIVE, StorageClass.UNKNOWN_TO_SDK_VERSION);

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /** What most servers and buckets need; below what its constructor asks. */
  static final S3Options USUAL =
      new S3Options(
          Optional.empty(),
          new Encryption.OfBucket(),
          Optional.empty(),
          Optional.empty(),
          Payer.OWNER,
          Checksums.ALWAYS,
          Signing.AS_NEEDED,
          ListingOrder.BY_KEY);

  S3Options {
    if (bucketOwner.filter(owner -> !ACCOUNT.matcher(owner).matches()).isPresent()) {
      throw new StoreException(
          "Cannot open an S3 store: the bucket's owner is not an account. Give the 12 digits of an AWS account.");
    }
    if (storageClass.filter(UNREADABLE::contains).isPresent()) {
      throw new StoreException(
          "Cannot open an S3 store: its storage class is not known, or its objects cannot be read at once. Use STANDARD, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING or GLACIER_IR.");
    }
  }

  /** Where the name of the bucket stands in a URL. */
  enum Addressing {
    /** {@code http://host/bucket/key}. */
    PATH,
    /** {@code http://bucket.host/key}. */
    HOST
  }

  /** Who pays for requests and transfer. */
  enum Payer {
    /** The owner of the bucket. */
    OWNER,
    /** Whoever sends the request. */
    REQUESTER
  }

  /** When checksums go with requests. */
  enum Checksums {
    /** A CRC goes with every upload and is compared at every whole download. */
    ALWAYS,
    /** Only where the protocol asks for one, as MD5, for servers that know no other. */
    WHEN_REQUIRED
  }

  /** What a signature covers besides the headers of a request. */
  enum Signing {
    /** Entries of a log over plain HTTP; see {@link ContentSigning}. */
    AS_NEEDED,
    /** The content of every upload. */
    CONTENT
  }

  /** How the server encrypts what is written. */
  sealed interface Encryption {
    /** As the bucket's own settings say. */
    record OfBucket() implements Encryption {}

    /** With keys that S3 manages. */
    record ByS3() implements Encryption {}

    /**
     * With a key of the key management service.
     *
     * @param key its identifier or ARN; empty for the account's key for S3
     */
    record ByKms(Optional<String> key) implements Encryption {}
  }
}
