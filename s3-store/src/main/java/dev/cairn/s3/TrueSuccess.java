package dev.cairn.s3;

import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Does not believe a status of 200 alone: a server or a proxy that fails on its way has sent that
 * line already, and what follows is an error or nothing. The SDK looks for an error where it parses
 * a body, but not in the answers to puts and gets; an empty answer it takes for an empty listing,
 * which would pass for a log without entries.
 *
 * <p>What an S3 server always says of success, by its reference, is the ETag of an object, and of a
 * listing whether it goes on.
 */
final class TrueSuccess implements ExecutionInterceptor {
  @Override
  public void afterUnmarshalling(
      Context.AfterUnmarshalling context, ExecutionAttributes attributes) {
    if (!isWhole(context.response())) {
      throw RetryableException.create(
          "The answer has the status of a success, and does not hold what one holds");
    }
  }

  private static boolean isWhole(SdkResponse response) {
    if (response instanceof PutObjectResponse put) {
      return put.eTag() != null;
    }
    if (response instanceof GetObjectResponse get) {
      return get.eTag() != null;
    }
    if (response instanceof HeadObjectResponse head) {
      return head.eTag() != null;
    }
    return !(response instanceof ListObjectsV2Response list) || list.isTruncated() != null;
  }
}
