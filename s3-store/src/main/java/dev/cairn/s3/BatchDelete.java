package dev.cairn.s3;

import dev.cairn.CairnException;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.StoreException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** A delete of many keys in one request, whose answer lists only the keys that it failed for. */
record BatchDelete(S3Location location, S3Failures failures) {
  /** The most keys that S3 takes in one request. */
  static final int MAX_KEYS = 1000;

  private static final int SHOWN_KEYS = 3;

  /**
   * Deletes a batch.
   *
   * @return how many keys were asked for
   * @throws CairnException when any key could not be deleted; a refusal weighs more than an open
   *     end, for trying again does not mend it
   */
  int send(S3Client client, List<ObjectKey> batch, AwsRequestOverrideConfiguration configuration) {
    Delete delete =
        Delete.builder()
            .quiet(true)
            .objects(
                batch.stream()
                    .map(key -> ObjectIdentifier.builder().key(location.inBucket(key)).build())
                    .toList())
            .build();
    List<S3Error> errors =
        client
            .deleteObjects(
                request ->
                    request
                        .bucket(location.bucket())
                        .delete(delete)
                        .overrideConfiguration(configuration))
            .errors()
            .stream()
            .filter(error -> !"NoSuchKey".equals(error.code()))
            .toList();
    if (errors.isEmpty()) {
      return batch.size();
    }
    List<CairnException> reasons =
        errors.stream()
            .map(
                error ->
                    failures.ofKey(
                        subject(errors, batch.size()),
                        Optional.ofNullable(error.code()).orElse("")))
            .toList();
    throw reasons.stream()
        .filter(StoreException.class::isInstance)
        .findFirst()
        .orElse(reasons.get(0));
  }

  private String subject(List<S3Error> errors, int asked) {
    List<String> keys =
        errors.stream()
            .limit(SHOWN_KEYS)
            .map(error -> OneLine.of(String.valueOf(error.key())))
            .toList();
    return "%d of %d keys (%s%s)"
        .formatted(
            errors.size(),
            asked,
            String.join(", ", keys),
            errors.size() > SHOWN_KEYS ? ", ..." : "");
  }
}
