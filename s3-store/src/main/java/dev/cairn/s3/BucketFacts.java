package dev.cairn.s3;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.ProbeCheck;
import dev.cairn.store.ProbeFinding;
import dev.cairn.store.ProbeFinding.Verdict;
import dev.cairn.store.StoreProbe;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What is good to know of a bucket, and what no checkpoint depends on: SHA-256 protects them where
 * the server's checksums do not. Asked by people only, never when a store is opened.
 *
 * @param options that the store sends with each request
 */
record BucketFacts(S3Clients clients, S3Location location, S3Options options) {
  private static final int BAD_REQUEST = 400;

  /** Does not belong to any content of a few bytes. */
  private static final String WRONG_CRC = "AAAAAA==";

  /** Looks at the bucket; what it writes it deletes again, where that is allowed. */
  List<ProbeFinding> findings() {
    ObjectKey key = StoreProbe.FOLDER.key("facts-" + UUID.randomUUID());
    try {
      return List.of(
          known(ProbeCheck.UPLOAD_CHECKSUM, () -> upload(key)),
          known(ProbeCheck.DOWNLOAD_CHECKSUM, () -> download(key)),
          known(ProbeCheck.VERSIONING, this::versioning));
    } finally {
      delete(key);
    }
  }

  private static ProbeFinding known(ProbeCheck check, Supplier<ProbeFinding> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      return new ProbeFinding(check, Verdict.UNKNOWN, "the server tells nothing: " + OneLine.of(e));
    }
  }

  private ProbeFinding upload(ObjectKey key) {
    try {
      clients
          .once()
          .putObject(
              request ->
                  request
                      .bucket(location.bucket())
                      .key(location.inBucket(key))
                      .ifNoneMatch("*")
                      .checksumCRC32(WRONG_CRC)
                      .overrideConfiguration(configuration()),
              BufferContent.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    } catch (S3Exception e) {
      if (e.statusCode() == BAD_REQUEST) {
        return new ProbeFinding(
            ProbeCheck.UPLOAD_CHECKSUM,
            Verdict.GOOD,
            "an upload whose checksum did not fit was refused");
      }
      throw e;
    }
    return new ProbeFinding(
        ProbeCheck.UPLOAD_CHECKSUM,
        Verdict.NOTED,
        "an upload whose checksum did not fit was stored; what is damaged on its way up is found only when it is read");
  }

  private ProbeFinding download(ObjectKey key) {
    ObjectKey whole = new ObjectKey(key.value() + "-whole");
    clients
        .once()
        .putObject(
            request ->
                request
                    .bucket(location.bucket())
                    .key(location.inBucket(whole))
                    .ifNoneMatch("*")
                    .overrideConfiguration(configuration()),
            BufferContent.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    try {
      GetObjectResponse answer =
          clients
              .retrying()
              .getObject(
                  request ->
                      request
                          .bucket(location.bucket())
                          .key(location.inBucket(whole))
                          .checksumMode(ChecksumMode.ENABLED)
                          .overrideConfiguration(configuration()),
                  ResponseTransformer.toBytes())
              .response();
      boolean sent =
          answer.sdkHttpResponse().headers().keySet().stream()
              .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-"));
      return new ProbeFinding(
          ProbeCheck.DOWNLOAD_CHECKSUM,
          sent ? Verdict.GOOD : Verdict.NOTED,
          sent
              ? "downloads come with the checksum of the upload"
              : "downloads come without a checksum; SHA-256 finds what is damaged, after the download");
    } finally {
      delete(whole);
    }
  }

  private ProbeFinding versioning() {
    BucketVersioningStatus status =
        clients
            .retrying()
            .getBucketVersioning(
                request -> request.bucket(location.bucket()).overrideConfiguration(configuration()))
            .status();
    return status == null
        ? new ProbeFinding(ProbeCheck.VERSIONING, Verdict.GOOD, "the bucket keeps no old versions")
        : new ProbeFinding(
            ProbeCheck.VERSIONING,
            Verdict.NOTED,
            "versioning is %s: what is deleted stays as an old version, and is paid for, until a lifecycle rule ends it"
                .formatted(OneLine.of(status.toString().toLowerCase(Locale.ROOT))));
  }

  private void delete(ObjectKey key) {
    try {
      clients
          .retrying()
          .deleteObject(
              request ->
                  request
                      .bucket(location.bucket())
                      .key(location.inBucket(key))
                      .overrideConfiguration(configuration()));
    } catch (SdkException e) {
      // Deleting may not be allowed, which the probe before this says already.
      return;
    }
  }

  private AwsRequestOverrideConfiguration configuration() {
    return new Transmission(options).configuration();
  }
}
