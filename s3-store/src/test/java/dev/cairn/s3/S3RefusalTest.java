package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ByteRange;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** What a store says when the server, or this machine's settings, refuse a request. */
class S3RefusalTest {
  private final S3Fixture s3 = new S3Fixture();
  private final FaultyProxy proxy = s3.proxy();
  private final S3Store store = s3.store();

  @AfterEach
  void close() {
    s3.close();
  }

  private static Stream<Runnable> requests(S3Store store) {
    return Stream.of(
        () -> store.put(S3Fixture.key("k/1"), S3Fixture.bytes("x"), WriteCondition.IF_ABSENT),
        () -> store.put(S3Fixture.key("k/1"), S3Fixture.bytes("x"), WriteCondition.ALWAYS),
        () -> store.get(S3Fixture.key("k/1")),
        () -> store.get(S3Fixture.key("k/1"), new ByteRange(0, 1)),
        () -> store.head(S3Fixture.key("k/1")),
        () -> store.list(ListRequest.objects(new KeyPrefix("k/"))),
        () -> store.delete(List.of(S3Fixture.key("k/1"))));
  }

  @Test
  void everyRequest_bucketIsMissing_saysSo() {
    S3TestServer server = S3TestServer.shared();
    try (S3Store missing =
        S3Store.open(
            S3Location.of(URI.create("s3://cairn-no-such-bucket/x")),
            new S3Settings(
                Optional.of(server.endpoint()), server.region(), server.credentials()))) {
      requests(missing)
          .forEach(
              request ->
                  assertThatThrownBy(request::run)
                      .isInstanceOf(StoreException.class)
                      .hasMessageContaining("k/")
                      .hasMessageContaining("there is no bucket 'cairn-no-such-bucket'")
                      .hasMessageContaining(server.endpoint().toString())
                      .hasMessageContaining("Create the bucket"));
    }
  }

  @Test
  void everyRequest_accessIsDenied_namesThePermission() {
    var operations =
        List.of(
            S3Operation.PUT,
            S3Operation.PUT,
            S3Operation.GET,
            S3Operation.GET,
            S3Operation.HEAD,
            S3Operation.LIST,
            S3Operation.DELETE);
    List<Runnable> requests = requests(store).toList();
    for (int i = 0; i < requests.size(); i++) {
      proxy.inject(Fault.Answered.error(403, "AccessDenied"));
      assertThatThrownBy(requests.get(i)::run)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("access is denied")
          .hasMessageContaining(operations.get(i).permission());
    }
    assertThat(proxy.requests()).hasSize(requests.size());
  }

  @Test
  void everyRequest_nobodyListens_isUnavailableAndNamesTheEndpoint() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    try (S3Store nowhere =
        S3Store.open(
            s3.location(),
            new S3Settings(
                Optional.of(endpoint), Region.US_EAST_1, S3TestServer.shared().credentials()))) {
      requests(nowhere)
          .forEach(
              request ->
                  assertThatThrownBy(request::run)
                      .isInstanceOf(StoreUnavailableException.class)
                      .hasMessageContaining(endpoint.toString())
                      .hasMessageContaining("AWS_ENDPOINT_URL"));
    }
  }

  @Test
  void everyRequest_noCredentials_saysHowToSetThem() {
    try (S3Store anonymous = s3.store(ProfileCredentialsProvider.create("cairn-no-such-profile"))) {
      requests(anonymous)
          .forEach(
              request ->
                  assertThatThrownBy(request::run)
                      .isInstanceOf(StoreException.class)
                      .hasMessageContaining("no AWS credentials were found")
                      .hasMessageContaining("AWS_ACCESS_KEY_ID"));
    }
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void everyRequest_regionIsNoName_isRefusedUnsent() {
    try (S3Store nowhere =
        S3Store.open(
            s3.location(),
            new S3Settings(
                Optional.empty(),
                Region.of("not_a_region"),
                S3TestServer.shared().credentials()))) {
      requests(nowhere)
          .forEach(
              request ->
                  assertThatThrownBy(request::run)
                      .isInstanceOf(StoreException.class)
                      .hasMessageContaining("cannot be sent")
                      .hasMessageContaining("region"));
    }
  }

  @Test
  void get_certificateIsNotTrusted_isRefused(@TempDir Path folder) throws Exception {
    try (UntrustedServer untrusted = new UntrustedServer(folder);
        S3Store distrusting =
            S3Store.open(
                s3.location(),
                new S3Settings(
                    Optional.of(untrusted.endpoint()),
                    Region.US_EAST_1,
                    S3TestServer.shared().credentials()))) {
      assertThatThrownBy(() -> distrusting.get(S3Fixture.key("a")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("certificate")
          .hasMessageContaining(untrusted.endpoint().toString());
    }
  }

  @Test
  void get_credentialsWereThereAndCannotBeRenewed_isUnavailable() {
    AtomicInteger asked = new AtomicInteger();
    AwsCredentialsProvider valid = S3TestServer.shared().credentials();
    AwsCredentialsProvider lost = ProfileCredentialsProvider.create("cairn-no-such-profile");
    AwsCredentialsProvider once =
        () -> (asked.getAndIncrement() == 0 ? valid : lost).resolveCredentials();
    try (S3Store session = s3.store(once)) {
      session.get(S3Fixture.key("a"));
      assertThatThrownBy(() -> session.get(S3Fixture.key("a")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("renewed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, InvalidAccessKeyId, does not know the access key",
    "403, SignatureDoesNotMatch, secret key does not belong",
    "403, AccessDenied, access is denied",
    "403, '', access is denied",
    "403, SomethingNew, access is denied",
    "400, ExpiredToken, Renew the credentials",
    "400, InvalidToken, Renew the credentials",
    "403, RequestTimeTooSkewed, clock",
    "400, AuthorizationHeaderMalformed, AWS_REGION",
    "403, InvalidObjectState, archive",
    "404, NoSuchBucket, there is no bucket",
    "501, NotImplemented, If-None-Match",
    "501, '', If-None-Match",
    "507, XMinioStorageFull, storage is full",
    "507, '', storage is full",
    "400, InvalidRequest, refuses it",
    "400, KeyTooLongError, refuses it",
    "405, MethodNotAllowed, refuses it",
  })
  void putIfAbsent_refused_saysWhyAndWasNotApplied(int status, String code, String why) {
    proxy.inject(Fault.Answered.error(status, code));

    assertThatThrownBy(() -> s3.create("a", "mine"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining(why)
        .hasMessageContaining(code)
        .message()
        .doesNotContain("\n", "%");

    assertThat(proxy.requests()).containsExactly("PUT");
    assertThat(s3.text("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PermanentRedirect", ""})
  void everyRequest_bucketIsInAnotherRegion_namesIt(String code) {
    requests(store)
        .forEach(
            request -> {
              proxy.inject(
                  Fault.Answered.error(301, code, Map.of("x-amz-bucket-region", "eu-central-1")));
              assertThatThrownBy(request::run)
                  .isInstanceOf(StoreException.class)
                  .hasMessageContaining("another region, eu-central-1")
                  .hasMessageContaining("AWS_REGION");
            });
  }

  @Test
  void everything_secretKey_isNeverShown() {
    String secret = "canary/Secret+Key/0123456789abcdefghijklm";
    AwsBasicCredentials credentials = AwsBasicCredentials.create("AKIACANARY", secret);
    try (LogCapture logs = new LogCapture();
        S3Store canary = s3.store(() -> credentials)) {
      assertThat(canary.toString()).doesNotContain(secret).contains(proxy.endpoint().toString());
      for (Fault fault :
          List.of(
              new Fault.None(),
              Fault.Answered.error(403, "SignatureDoesNotMatch"),
              Fault.Answered.error(400, "InvalidRequest"))) {
        requests(canary)
            .forEach(
                request -> {
                  proxy.inject(fault);
                  try {
                    request.run();
                  } catch (StoreException e) {
                    for (Throwable at = e; at != null; at = at.getCause()) {
                      assertThat(at.toString()).doesNotContain(secret);
                    }
                  }
                });
      }
      assertThat(logs.text()).isNotEmpty().contains("AKIACANARY").doesNotContain(secret);
    }
  }
}
