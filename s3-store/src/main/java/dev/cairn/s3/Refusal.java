package dev.cairn.s3;

import java.util.Set;

/**
 * The reasons for which a server refuses a request until somebody mends them. Codes are those of
 * Amazon's list of S3 error codes, and of MinIO where it has its own.
 */
enum Refusal {
  MISSING_BUCKET(
      "there is no bucket '%1$s'",
      "Create the bucket, or correct the store's URI or AWS_ENDPOINT_URL", "NoSuchBucket"),
  ACCESS_DENIED(
      "access is denied",
      "Grant these credentials %2$s, and s3:ListBucket, without which S3 denies even the look at an absent object",
      "AccessDenied",
      "AllAccessDisabled"),
  UNKNOWN_ACCESS_KEY(
      "the server does not know the access key",
      "Correct AWS_ACCESS_KEY_ID or AWS_PROFILE",
      "InvalidAccessKeyId"),
  WRONG_SECRET_KEY(
      "the secret key does not belong to the access key",
      "Correct AWS_SECRET_ACCESS_KEY or AWS_PROFILE",
      "SignatureDoesNotMatch"),
  EXPIRED_SESSION(
      "the session of the credentials is over or not valid",
      "Renew the credentials",
      "ExpiredToken",
      "ExpiredTokenException",
      "InvalidToken",
      "TokenRefreshRequired"),
  WRONG_CLOCK(
      "this machine's clock and the server's differ too much",
      "Set this machine's clock",
      "RequestTimeTooSkewed",
      "RequestExpired",
      "RequestInTheFuture"),
  OTHER_REGION(
      "the bucket is in another region%3$s",
      "Set AWS_REGION to the bucket's region",
      "PermanentRedirect",
      "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException"),
  NOT_IMPLEMENTED(
      "the server does not support this kind of request",
      "Use a server that supports PUT with If-None-Match, batch delete and ListObjectsV2",
      "NotImplemented"),
  ARCHIVED(
      "the object was moved to an archive",
      "Restore it, and keep lifecycle rules from archiving the store's prefix",
      "InvalidObjectState"),
  STORAGE_FULL(
      "the server's storage is full",
      "Free space or raise the quota",
      "QuotaExceeded",
      "XMinioStorageFull",
      "XMinioAdminBucketQuotaExceeded"),
  OTHER("the server refuses it", "Look the code up in the server's documentation");

  private final String why;
  private final String fix;

  // of a kind that never changes, which its type does not tell
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> codes;

  Refusal(String why, String fix, String... codes) {
    this.why = why;
    this.fix = fix;
    this.codes = Set.of(codes);
  }

  /** The reason behind an answer: by its code, and where the code says nothing by its status. */
  static Refusal of(int status, String code) {
    for (Refusal refusal : values()) {
      if (refusal.codes.contains(code)) {
        return refusal;
      }
    }
    return switch (status) {
      case 301 -> OTHER_REGION;
      case 401, 403 -> ACCESS_DENIED;
      case 501 -> NOT_IMPLEMENTED;
      case 507 -> STORAGE_FULL;
      // statuses are an open set
      default -> OTHER;
    };
  }

  /** Why it was refused. */
  String why(String bucket, String otherRegion) {
    return why.formatted(bucket, "", otherRegion.isEmpty() ? "" : ", " + otherRegion);
  }

  /** What mends it. */
  String fix(S3Operation operation) {
    return fix.formatted("", operation.permission(), "");
  }
}
