package dev.cairn.s3;

import java.time.Duration;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Two clients of one server over one pool of connections: one that tries again, and one that never
 * does.
 *
 * <p>A put with a condition must not be tried again unseen: when the first attempt was applied and
 * its answer got lost, the second finds the object there and reports a failed condition, and the
 * caller takes its own success for another's. This is how the SDK behaves (aws-sdk-java-v2, issue
 * 6580), so that only who knows what the object should hold may try again.
 *
 * @param retrying for everything that may be repeated
 * @param once for puts with a condition
 * @param connections that both use
 */
record S3Clients(S3Client retrying, S3Client once, SdkHttpClient connections)
    implements AutoCloseable {
  /** More than the parallelism of one process's uploads and downloads. */
  private static final int MAX_CONNECTIONS = 64;

  private static final int MAX_ATTEMPTS = 5;

  static S3Clients open(S3Settings settings) {
    SdkHttpClient connections =
        Apache5HttpClient.builder()
            .maxConnections(MAX_CONNECTIONS)
            .connectionTimeout(Duration.ofSeconds(5))
            .socketTimeout(Duration.ofSeconds(30))
            // waiting for a free connection is no failure; the attempt's own limit ends it
            .connectionAcquisitionTimeout(settings.attemptTimeout())
            // shorter than servers keep idle connections, so that a put rarely meets a closed one
            .connectionMaxIdleTime(Duration.ofSeconds(10))
            .tcpKeepAlive(true)
            .build();
    CheckedCredentials credentials = new CheckedCredentials(settings.credentials());
    RetryStrategy standard =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(MAX_ATTEMPTS)
            // a listing that breaks off in the middle, which the SDK does not take for a network
            // error
            .retryOnExceptionOrCauseInstanceOf(XMLStreamException.class)
            .retryOnException(S3Failures::passes)
            .build();
    S3ClientBuilder retrying =
        client(settings, connections, credentials, standard, settings.callTimeout());
    S3ClientBuilder once =
        client(
            settings,
            connections,
            credentials,
            AwsRetryStrategy.doNotRetry(),
            settings.attemptTimeout());
    switch (settings.options().signing()) {
      case AS_NEEDED -> retrying.putAuthScheme(ContentSigning.NEVER);
      case CONTENT -> {
        retrying.putAuthScheme(ContentSigning.ALWAYS);
        once.putAuthScheme(ContentSigning.ALWAYS);
      }
    }
    return new S3Clients(retrying.build(), once.build(), connections);
  }

  private static S3ClientBuilder client(
      S3Settings settings,
      SdkHttpClient connections,
      CheckedCredentials credentials,
      RetryStrategy retries,
      Duration callTimeout) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(settings.region())
            .credentialsProvider(credentials)
            .httpClient(connections)
            // a checksum in a header, and no framing of the body, which not all servers know
            .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
            // or else S3 appends an MD5 to each range; whole objects are checked by their CRC
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .retryStrategy(retries)
                    .apiCallAttemptTimeout(settings.attemptTimeout())
                    .apiCallTimeout(callTimeout)
                    .addExecutionInterceptor(new Transmission.Watch())
                    .addExecutionInterceptor(new TrueSuccess())
                    .build());
    settings.endpoint().ifPresent(builder::endpointOverride);
    builder.forcePathStyle(settings.pathStyle());
    switch (settings.options().checksums()) {
      case ALWAYS -> {}
      case WHEN_REQUIRED ->
          builder
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .addPlugin(LegacyMd5Plugin.create());
    }
    return builder;
  }

  @Override
  public void close() {
    retrying.close();
    once.close();
    connections.close();
  }
}
