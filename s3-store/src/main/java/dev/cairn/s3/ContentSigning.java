package dev.cairn.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Whether the content of an upload is signed, and not only its headers. The SDK does so over plain
 * HTTP and not over TLS, and leaves no choice of the former.
 *
 * <p>A signature over the content costs a SHA-256 of all of it. Over TLS it adds nothing that the
 * connection does not give. Over plain HTTP it adds little: who can change what passes can as well
 * keep the request, answer it himself, and change what is read later. A change on the way is found
 * in both cases, by the SHA-256 that the log has of each chunk.
 */
enum ContentSigning implements AwsV4AuthScheme {
  /** The content of uploads is not signed, whatever the protocol. */
  NEVER {
    @Override
    SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      SdkHttpRequest sent = request.request();
      if (sent.method() != SdkHttpMethod.PUT) {
        return SIGNER.sign(request);
      }
      // it leaves the content out where it sees TLS; the protocol is no part of what is signed
      SignedRequest signed =
          SIGNER.sign(
              request.copy(
                  copy ->
                      copy.request(over("https", sent))
                          .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)));
      return signed.toBuilder().request(over(sent.protocol(), signed.request())).build();
    }
  },
  /** The content of uploads is signed, whatever the protocol. */
  ALWAYS {
    @Override
    SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
      return SIGNER.sign(
          request.copy(
              copy -> copy.putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, true)));
    }
  };

  private static final AwsV4AuthScheme SCHEME = AwsV4AuthScheme.create();
  private static final AwsV4HttpSigner SIGNER = SCHEME.signer();

  abstract SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request);

  private static SdkHttpRequest over(String protocol, SdkHttpRequest request) {
    return request.toBuilder().protocol(protocol).port(request.port()).build();
  }

  @Override
  public String schemeId() {
    return SCHEME.schemeId();
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return SCHEME.identityProvider(providers);
  }

  @Override
  public AwsV4HttpSigner signer() {
    return new AwsV4HttpSigner() {
      @Override
      public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        return ContentSigning.this.sign(request);
      }

      @Override
      public CompletableFuture<AsyncSignedRequest> signAsync(
          AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return SIGNER.signAsync(request);
      }
    };
  }
}
