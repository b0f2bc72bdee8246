package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ByteRange;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What the parameters of a URI do, on the wire. */
class S3ParametersTest {
  private static final String SHA256_OF_TEXT =
      "982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1";

  private final S3TestServer server = S3TestServer.shared();
  private final S3Fixture s3 = new S3Fixture();
  private final FaultyProxy proxy = s3.proxy();

  @AfterEach
  void close() {
    s3.close();
  }

  private ObjectStore store(String parameters) {
    return ObjectStores.open(
        s3.location()
            + "?endpoint="
            + proxy.endpoint()
            + (parameters.isEmpty() ? "" : "&" + parameters));
  }

  /** Each kind of request once. */
  private static void useAll(ObjectStore store) {
    store.put(S3Fixture.key("k"), S3Fixture.bytes("text"), WriteCondition.IF_ABSENT);
    store.put(S3Fixture.key("k"), S3Fixture.bytes("text"), WriteCondition.ALWAYS);
    assertThat(store.get(S3Fixture.key("k"))).isPresent();
    assertThat(store.get(S3Fixture.key("k"), new ByteRange(1, 2))).isPresent();
    assertThat(store.head(S3Fixture.key("k"))).isPresent();
    assertThat(store.head(S3Fixture.key("none"))).isEmpty();
    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).hasSize(1);
    store.delete(List.of(S3Fixture.key("k")));
  }

  private HeadObjectResponse head(String key) {
    return server
        .client()
        .headObject(
            request ->
                request
                    .bucket(s3.location().bucket())
                    .key(s3.location().inBucket(S3Fixture.key(key))));
  }

  @Test
  void bucketOwner_rightOne_goesWithEveryRequest() {
    try (ObjectStore store = store("bucket-owner=000000000000")) {
      useAll(store);
    }
    assertThat(proxy.sent())
        .hasSize(9)
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsEntry("x-amz-expected-bucket-owner", "000000000000"));
  }

  @Test
  void payer_requester_goesWithEveryRequest() {
    try (ObjectStore store = store("payer=requester")) {
      useAll(store);
    }
    assertThat(proxy.sent())
        .hasSize(9)
        .allSatisfy(
            request ->
                assertThat(request.headers()).containsEntry("x-amz-request-payer", "requester"));
  }

  @Test
  void encryption_s3WithStorageClass_isThatOfTheObject() {
    try (ObjectStore store = store("encryption=s3&storage-class=STANDARD_IA")) {
      store.put(S3Fixture.key("a"), S3Fixture.bytes("x"), WriteCondition.IF_ABSENT);
      store.put(S3Fixture.key("b"), S3Fixture.bytes("x"), WriteCondition.ALWAYS);
    }
    for (String key : List.of("a", "b")) {
      assertThat(head(key).serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
      assertThat(head(key).storageClass()).isEqualTo(StorageClass.STANDARD_IA);
    }
    assertThat(proxy.sent().get(0).headers())
        .containsEntry("x-amz-server-side-encryption", "AES256");
  }

  @Test
  void kmsKey_given_goesWithPuts() {
    String key = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555";
    proxy.always(request -> new Fault.Answered(200, Map.of("ETag", "e"), ""));
    try (ObjectStore store = store("kms-key=" + key);
        ObjectStore usual = store("encryption=kms")) {
      store.put(S3Fixture.key("a"), S3Fixture.bytes("x"), WriteCondition.IF_ABSENT);
      usual.put(S3Fixture.key("b"), S3Fixture.bytes("x"), WriteCondition.ALWAYS);
    }
    assertThat(proxy.sent().get(0).headers())
        .containsEntry("x-amz-server-side-encryption", "aws:kms")
        .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", key);
    assertThat(proxy.sent().get(1).headers())
        .containsEntry("x-amz-server-side-encryption", "aws:kms")
        .doesNotContainKey("x-amz-server-side-encryption-aws-kms-key-id");
  }

  /** The proxy is reached over plain HTTP, where the SDK by itself signs all content. */
  @Test
  void signing_byDefault_coversTheContentOfConditionalPutsAlone() {
    try (ObjectStore store = store("")) {
      useAll(store);
    }
    assertThat(contentHashes("PUT")).containsExactly(SHA256_OF_TEXT, "UNSIGNED-PAYLOAD");
    assertThat(contentHashes("POST")).singleElement().asString().matches("[0-9a-f]{64}");
  }

  @Test
  void signing_content_coversThatOfEveryUpload() {
    try (ObjectStore store = store("signing=content")) {
      useAll(store);
    }
    assertThat(contentHashes("PUT")).containsExactly(SHA256_OF_TEXT, SHA256_OF_TEXT);
  }

  /**
   * Servers that do not know the framing of bodies by which the SDK sends checksums behind them.
   */
  @Test
  void checksums_usual_goInAHeaderBeforeTheContentAsItIs() {
    try (ObjectStore store = store("")) {
      useAll(store);
    }
    assertThat(proxy.sent())
        .filteredOn(request -> request.method().equals("PUT"))
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsEntry("x-amz-checksum-crc32", "O4unxw==")
                    .doesNotContainKeys("x-amz-trailer", "x-amz-decoded-content-length"));
  }

  private List<String> contentHashes(String method) {
    return proxy.sent().stream()
        .filter(request -> request.method().equals(method))
        .map(request -> String.valueOf(request.headers().get("x-amz-content-sha256")))
        .toList();
  }

  @Test
  void checksums_whenRequired_areMd5WhereTheProtocolWantsOneAndNoneElse() {
    try (ObjectStore store = store("checksums=when-required")) {
      useAll(store);
    }
    assertThat(proxy.sent())
        .filteredOn(request -> !request.method().equals("POST"))
        .allSatisfy(
            request ->
                assertThat(request.headers().keySet())
                    .noneMatch(name -> name.startsWith("x-amz-checksum-"))
                    .doesNotContain("x-amz-trailer", "x-amz-sdk-checksum-algorithm"));
    assertThat(proxy.sent())
        .filteredOn(request -> request.method().equals("POST"))
        .singleElement()
        .satisfies(request -> assertThat(request.headers()).containsKey("content-md5"));
  }

  @Test
  void addressing_host_putsTheBucketInTheHost() {
    String uri = "s3://desk/a?addressing=%s&endpoint=http://nowhere.invalid";
    try (ObjectStore host = ObjectStores.open(uri.formatted("host"));
        ObjectStore path = ObjectStores.open(uri.formatted("path"))) {
      assertThatThrownBy(() -> create(host)).hasMessageContaining("(desk.nowhere.invalid");
      assertThatThrownBy(() -> create(path)).hasMessageContaining("(nowhere.invalid");
    }
  }

  private static void create(ObjectStore store) {
    store.put(S3Fixture.key("k"), S3Fixture.bytes("x"), WriteCondition.IF_ABSENT);
  }

  @Test
  void region_given_isSignedFor() {
    try (ObjectStore store = store("region=eu-central-1")) {
      store.get(S3Fixture.key("k"));
    }
    assertThat(proxy.sent().get(0).headers().get("authorization")).contains("/eu-central-1/s3/");
  }

  @Test
  void role_given_signsWithItsCredentials() {
    System.setProperty("aws.endpointUrlSts", proxy.endpoint().toString());
    try (ObjectStore store = store("role=arn:aws:iam::123456789012:role/writer")) {
      proxy.always(
          request ->
              request.target().equals("/")
                  ? new Fault.Answered(200, Map.of("Content-Type", "text/xml"), ASSUMED)
                  : new Fault.None());
      assertThat(store.get(S3Fixture.key("k"))).isEmpty();
      assertThat(store.get(S3Fixture.key("k"))).isEmpty();
    } finally {
      System.clearProperty("aws.endpointUrlSts");
    }
    assertThat(proxy.requests()).containsExactly("POST", "GET", "GET");
    assertThat(proxy.sent().get(1).headers().get("authorization")).contains("ASIAOFTHEROLE");
    assertThat(proxy.sent().get(1).headers())
        .containsEntry("x-amz-security-token", "token-of-the-role");
  }

  private static final String ASSUMED =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <Credentials><AccessKeyId>ASIAOFTHEROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>token-of-the-role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
      </Credentials></AssumeRoleResult></AssumeRoleResponse>""";

  @Test
  void listing_unordered_listsAllToFindTheFirst() {
    try (ObjectStore store = store("listing=unordered")) {
      store.list(ListRequest.objects(KeyPrefix.ROOT).limit(1));
    }
    assertThat(proxy.sent().get(0).target()).contains("max-keys=1000");
  }

  @Test
  void listing_directoryBucket_isUnorderedByItsName() {
    assertThat(S3Location.of(URI.create("s3://desk--use1-az4--x-s3/a")).isDirectoryBucket())
        .isTrue();
    assertThat(S3Location.of(URI.create("s3://desk/a--x-s3")).isDirectoryBucket()).isFalse();
    proxy.always(
        request ->
            new Fault.Answered(
                200, Map.of(), request.target().contains("session") ? SESSION : NOTHING));
    try (S3Store store =
        (S3Store)
            S3StoreBuilder.of("s3://desk--use1-az4--x-s3/a")
                .endpoint(proxy.endpoint())
                .region("us-east-1")
                .credentials(server.credentials())
                .open()) {
      store.list(ListRequest.objects(KeyPrefix.ROOT).limit(1));
    }
    assertThat(proxy.sent())
        .filteredOn(request -> request.target().contains("list-type=2"))
        .singleElement()
        .satisfies(request -> assertThat(request.target()).contains("max-keys=1000"));
  }

  private static final String NOTHING =
      "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";

  private static final String SESSION =
      """
      <CreateSessionResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
      </CreateSessionResult>""";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "canary=x",
        "access-key=canary",
        "region",
        "region=",
        "region=a&region=b",
        "listing=canary",
        "payer=canary",
        "checksums=canary",
        "addressing=canary",
        "encryption=canary",
        "encryption=kms&kms-key=canary",
        "bucket-owner=canary",
        "storage-class=canary",
        "storage-class=GLACIER",
        "endpoint=canary",
        "endpoint=http://user:canary@localhost",
        "endpoint=%zz",
        "&",
      })
  void open_parameterCannotBe_isRefusedWithoutShowingIt(String parameters) {
    assertThatThrownBy(() -> ObjectStores.open("s3://desk/a?" + parameters))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot open")
        .message()
        .doesNotContain("canary", "\n");
  }

  @Test
  void builder_allSettings_areThoseOfTheUri() {
    try (ObjectStore store =
        S3StoreBuilder.of(s3.location().toString())
            .endpoint(proxy.endpoint())
            .region("us-east-1")
            .credentials(server.credentials())
            .bucketOwner("000000000000")
            .storageClass("STANDARD_IA")
            .encryptedByS3()
            .pathStyle()
            .open()) {
      store.put(S3Fixture.key("a"), S3Fixture.bytes("x"), WriteCondition.IF_ABSENT);
      assertThat(store.toString()).isEqualTo(s3.location() + " at " + proxy.endpoint());
    }
    assertThat(Optional.ofNullable(head("a").storageClass())).contains(StorageClass.STANDARD_IA);
  }
}
