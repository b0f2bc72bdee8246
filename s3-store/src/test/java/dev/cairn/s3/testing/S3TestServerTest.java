package dev.cairn.s3.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

class S3TestServerTest {
  @Test
  void newStore_called_placeThatTakesObjects() {
    S3TestServer server = S3TestServer.shared();
    URI store = URI.create(server.newStore(S3TestServerTest.class));
    String key = (store.getPath() + "/a").substring(1);
    server
        .client()
        .putObject(
            request -> request.bucket(store.getHost()).key(key), RequestBody.fromString("x"));

    assertThat(
            server
                .client()
                .getObjectAsBytes(request -> request.bucket(store.getHost()).key(key))
                .asUtf8String())
        .isEqualTo("x");
  }

  @Test
  void shared_called_defaultChainOfThisJvmUsesIt() {
    S3TestServer server = S3TestServer.shared();
    try (S3Client client =
        S3Client.builder()
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      assertThat(client.serviceClientConfiguration().endpointOverride())
          .contains(server.endpoint());
      URI store = URI.create(server.newStore(S3TestServerTest.class));
      assertThat(client.listObjectsV2(request -> request.bucket(store.getHost()).prefix("none/")))
          .satisfies(answer -> assertThat(answer.contents()).isEmpty());
    }
  }

  @Test
  void environment_asked_namesEndpointAndCredentials() {
    S3TestServer server = S3TestServer.shared();
    assertThat(server.environment())
        .containsEntry("AWS_ENDPOINT_URL", server.endpoint().toString())
        .containsKeys("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
  }
}
