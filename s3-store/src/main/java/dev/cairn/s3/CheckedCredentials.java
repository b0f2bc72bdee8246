package dev.cairn.s3;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Credentials whose absence can be told from trouble with the network: the SDK throws the same type
 * for both. The first failure means that none are set up. A failure after credentials were there is
 * trouble with the service that renews them, which may pass.
 */
final class CheckedCredentials implements AwsCredentialsProvider {
  /** No credentials were found, and there never were any. */
  static final class MissingException extends SdkClientException {
    MissingException(SdkClientException cause) {
      super(builder().message(cause.getMessage()).cause(cause));
    }
  }

  /** Credentials could not be renewed. */
  static final class RenewalException extends SdkClientException {
    RenewalException(SdkClientException cause) {
      super(builder().message(cause.getMessage()).cause(cause));
    }
  }

  private final AwsCredentialsProvider provider;
  private volatile boolean found;

  CheckedCredentials(AwsCredentialsProvider provider) {
    this.provider = provider;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      AwsCredentials credentials = provider.resolveCredentials();
      found = true;
      return credentials;
    } catch (SdkClientException e) {
      throw found ? new RenewalException(e) : new MissingException(e);
    }
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "CheckedCredentials";
  }
}
