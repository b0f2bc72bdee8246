package dev.cairn.s3;

import dev.cairn.CairnException;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells what the end of a request means: refused and surely not applied ({@link StoreException}),
 * or open ({@link StoreUnavailableException}).
 *
 * <p>A put that may have been applied and is called refused is a lost checkpoint; one that was
 * refused and is called open costs a retry. So only answers and failures that are known to exclude
 * that the request was applied are refusals, and everything else is open.
 *
 * @param location of the store
 * @param server that is asked, as messages name it
 */
record S3Failures(S3Location location, String server) {
  /** Codes of answers that the same request may not meet again. */
  private static final Set<String> PASSING =
      Set.of(
          "BadDigest",
          "ConditionalRequestConflict",
          "IncompleteBody",
          "InternalError",
          "OperationAborted",
          "RequestTimeout",
          "ServiceUnavailable",
          "SlowDown",
          "TemporaryRedirect",
          "Throttling",
          "ThrottlingException",
          "TooManyRequests");

  /**
   * What the failure of a request means.
   *
   * @param subject the key or prefix in question, or how many there are
   */
  CairnException of(
      S3Operation operation, String subject, Transmission transmission, SdkException failure) {
    Optional<StoreException> decided = Causes.find(failure, StoreException.class);
    if (decided.isPresent()) {
      return decided.get();
    }
    if (failure instanceof AwsServiceException answer) {
      return ofAnswer(operation, subject, answer);
    }
    String what = "Cannot " + operation.verb() + " '" + subject + "' in " + location + ": ";
    if (Causes.find(failure, AbortedException.class).isPresent()
        || Causes.find(failure, InterruptedException.class).isPresent()) {
      Thread.currentThread().interrupt();
      return new StoreUnavailableException(
          what + "the thread was interrupted. Whether it was done is open.", failure);
    }
    if (failure instanceof CheckedCredentials.MissingException) {
      return new StoreException(
          what
              + "no AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run with a role.",
          failure);
    }
    if (failure instanceof CheckedCredentials.RenewalException) {
      return new StoreUnavailableException(
          what + "the AWS credentials could not be renewed (" + OneLine.of(failure) + ").",
          failure);
    }
    if (failure instanceof ApiCallTimeoutException
        || failure instanceof ApiCallAttemptTimeoutException) {
      return new StoreUnavailableException(
          what + "no answer from " + server + " in time. Try again, and look at the network.",
          failure);
    }
    Optional<GeneralSecurityException> distrust =
        Causes.find(failure, GeneralSecurityException.class);
    if (distrust.isPresent()) {
      return new StoreException(
          what
              + "the certificate of "
              + server
              + " is not trusted ("
              + OneLine.of(distrust.get())
              + "). Add its authority to Java's trust store.",
          failure);
    }
    Optional<IOException> broken = Causes.find(failure, IOException.class);
    if (broken.isPresent()) {
      return new StoreUnavailableException(
          what
              + "no answer from "
              + server
              + " ("
              + OneLine.of(broken.get())
              + "). Try again, and see that the server runs and AWS_ENDPOINT_URL is right.",
          failure);
    }
    if (!transmission.begun()) {
      return new StoreException(
          what
              + "the request cannot be sent ("
              + OneLine.of(failure)
              + "). Correct the AWS_... variables or the AWS profile.",
          failure);
    }
    return new StoreUnavailableException(
        what + "no usable answer from " + server + " (" + OneLine.of(failure) + "). Try again.",
        failure);
  }

  /** What the failure of a request means whose store was closed before it ended. */
  CairnException closed(
      S3Operation operation, String subject, Transmission transmission, RuntimeException failure) {
    String what = "Cannot " + operation.verb() + " '" + subject + "' in " + location + ": ";
    return transmission.begun()
        ? new StoreUnavailableException(
            what + "the store was closed. Whether it was done is open.", failure)
        : new StoreException(
            what + "the store is closed. Close it after its last request, or open it again.",
            failure);
  }

  private CairnException ofAnswer(
      S3Operation operation, String subject, AwsServiceException answer) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(answer.awsErrorDetails());
    String code = details.map(AwsErrorDetails::errorCode).orElse("");
    String region =
        details
            .map(AwsErrorDetails::sdkHttpResponse)
            .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
            .orElse("");
    int status = answer.statusCode();
    String shown =
        "status %d, code %s, request %s"
            .formatted(status, orNone(code), orNone(answer.requestId()));
    if (passes(status, code) || answer.isThrottlingException()) {
      return new StoreUnavailableException(
          "Cannot %s '%s' in %s: %s could not answer now (%s). Try again."
              .formatted(operation.verb(), subject, location, server, shown),
          answer);
    }
    return refused(operation, subject, Refusal.of(status, code), region, shown, answer);
  }

  /** What the answer to a single key of a batch delete means. */
  CairnException ofKey(String subject, String code) {
    if (passes(0, code)) {
      return new StoreUnavailableException(
          "Cannot delete %s in %s: %s could not do it now (code %s). Try again."
              .formatted(subject, location, server, orNone(code)));
    }
    Refusal refusal = Refusal.of(0, code);
    return new StoreException(
        "Cannot delete %s in %s: %s (code %s). %s."
            .formatted(
                subject,
                location,
                refusal.why(location.bucket(), ""),
                orNone(code),
                refusal.fix(S3Operation.DELETE)));
  }

  /** The refusal for a bucket that does not exist, where the answer itself does not say so. */
  StoreException missingBucket(S3Operation operation, String subject, AwsServiceException answer) {
    return refused(operation, subject, Refusal.MISSING_BUCKET, "", "status 404", answer);
  }

  private StoreException refused(
      S3Operation operation,
      String subject,
      Refusal refusal,
      String region,
      String shown,
      AwsServiceException answer) {
    return new StoreException(
        "Cannot %s '%s' in %s: %s (%s answers %s). %s."
            .formatted(
                operation.verb(),
                subject,
                location,
                refusal.why(location.bucket(), OneLine.of(region)),
                server,
                shown,
                refusal.fix(operation)),
        answer);
  }

  /** Whether a failure is an answer that the same request may not meet again. */
  static boolean passes(Throwable failure) {
    return failure instanceof AwsServiceException answer
        && passes(
            answer.statusCode(),
            Optional.ofNullable(answer.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse(""));
  }

  private static boolean passes(int status, String code) {
    return PASSING.contains(code)
        || switch (status) {
          // 304 answers a condition that no request here has: some cache's, and nobody's word
          case 304, 307, 408, 409, 429 -> true;
          case 501, 505, 507 -> false;
          // an error inside of a success means that the server failed on its way
          default -> status >= 500 || (status >= 100 && status < 300);
        };
  }

  private static String orNone(@Nullable String text) {
    return text == null || text.isEmpty() ? "none" : OneLine.of(text);
  }
}
