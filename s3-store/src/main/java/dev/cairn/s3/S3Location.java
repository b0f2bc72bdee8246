package dev.cairn.s3;

import dev.cairn.CairnException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.StoreException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The root of a store: a bucket, and a folder in it.
 *
 * @param bucket that holds the store
 * @param root below which all keys of the store lie; the whole bucket when empty
 */
record S3Location(String bucket, KeyPrefix root) {
  /** What S3 takes for a bucket's name, and what servers of its protocol took in the past. */
  private static final Pattern BUCKET =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]");

  private static final int MAX_S3_KEY = 1024;

  /** How the names of directory buckets end, which list without order. Amazon reserves it. */
  private static final String DIRECTORY_BUCKET = "--x-s3";

  private static final String FORM = "Give it the form s3://bucket or s3://bucket/prefix.";

  S3Location {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new StoreException(
          "Cannot open an S3 store: its URI names no valid bucket. A bucket's name has 3 or more letters, digits, '.', '_' and '-'. "
              + FORM);
    }
    if (root.value().length() > MAX_S3_KEY - ObjectKey.MAX_LENGTH) {
      throw new StoreException(
          "Cannot open an S3 store in the bucket '%s': its prefix has %d characters, and at most %d leave room for the store's keys. Use a shorter prefix."
              .formatted(bucket, root.value().length(), MAX_S3_KEY - ObjectKey.MAX_LENGTH));
    }
  }

  /**
   * The location that a URI names; {@link UriParameters} reads the rest of it.
   *
   * @throws StoreException when the URI is not {@code s3://bucket/prefix}. The message shows no
   *     part of it that could be a secret
   */
  static S3Location of(URI uri) {
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    if (authority.contains("@")) {
      throw new StoreException(
          "Cannot open an S3 store: its URI has credentials in it, where logs and process lists show them. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, instead.");
    }
    if (uri.getRawFragment() != null) {
      throw new StoreException(
          "Cannot open an S3 store: its URI has a '#', which means nothing there. " + FORM);
    }
    if (authority.contains(":")) {
      throw new StoreException(
          "Cannot open an S3 store: its URI has a port, but the name after s3:// is a bucket and not a host. Set the server by AWS_ENDPOINT_URL. "
              + FORM);
    }
    return new S3Location(authority, root(Optional.ofNullable(uri.getRawPath()).orElse("")));
  }

  private static KeyPrefix root(String path) {
    String folder = path.startsWith("/") ? path.substring(1) : path;
    if (folder.isEmpty()) {
      return KeyPrefix.ROOT;
    }
    try {
      return new KeyPrefix(folder.endsWith("/") ? folder : folder + "/");
    } catch (CairnException e) {
      throw new StoreException("Cannot open an S3 store: of its prefix, " + e.getMessage(), e);
    }
  }

  /** Whether the bucket is a directory bucket (S3 Express One Zone), by its name. */
  boolean isDirectoryBucket() {
    return bucket.endsWith(DIRECTORY_BUCKET);
  }

  /** The key in the bucket of a key in the store. */
  String inBucket(ObjectKey key) {
    return root.value() + key.value();
  }

  /** The prefix in the bucket of a prefix in the store. */
  String inBucket(KeyPrefix prefix) {
    return root.value() + prefix.value();
  }

  /** What of a key in the bucket lies below the root. */
  String inStore(String keyInBucket) {
    return keyInBucket.substring(root.value().length());
  }

  @Override
  public String toString() {
    String folder = root.value();
    return "s3://"
        + bucket
        + (folder.isEmpty() ? "" : "/" + folder.substring(0, folder.length() - 1));
  }
}
