package dev.cairn.s3;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Whether a request was ever sent. One that failed before that was certainly not applied, whatever
 * the SDK threw.
 */
final class Transmission {
  private static final ExecutionAttribute<Transmission> ATTRIBUTE =
      new ExecutionAttribute<>("CairnTransmission");

  private final AtomicBoolean begun = new AtomicBoolean();
  private final S3Options options;

  Transmission(S3Options options) {
    this.options = options;
  }

  /** What a request carries so that it is watched, and what all requests carry. */
  AwsRequestOverrideConfiguration configuration() {
    var configuration =
        AwsRequestOverrideConfiguration.builder().putExecutionAttribute(ATTRIBUTE, this);
    options
        .bucketOwner()
        .ifPresent(owner -> configuration.putHeader("x-amz-expected-bucket-owner", owner));
    switch (options.payer()) {
      case OWNER -> {}
      case REQUESTER -> configuration.putHeader("x-amz-request-payer", "requester");
    }
    return configuration.build();
  }

  /** Whether the first byte may have been sent. */
  boolean begun() {
    return begun.get();
  }

  /** Watches the requests of a client. */
  static final class Watch implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      Transmission transmission = attributes.getAttribute(ATTRIBUTE);
      if (transmission != null) {
        transmission.begun.set(true);
      }
    }
  }
}
