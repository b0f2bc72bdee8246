package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What settings for S3A do, on the wire. The proxy answers all, so that any credentials will do.
 */
class S3aSettingsTest {
  private static final String SIMPLE = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";
  private static final String TEMPORARY =
      "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider";

  private final S3TestServer server = S3TestServer.shared(); // sets the default chain of this JVM
  private final FaultyProxy proxy = new FaultyProxy(server.endpoint());
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void answer() {
    proxy.always(request -> Fault.Answered.error(404, "NoSuchKey"));
    settings.put("fs.s3a.endpoint", proxy.endpoint().toString());
    settings.put("fs.s3a.access.key", "AKIDOFS3A");
    settings.put("fs.s3a.secret.key", "canary");
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private FaultyProxy.Sent request(String uri) {
    try (ObjectStore store = open(uri)) {
      assertThat(store.get(S3Fixture.key("k"))).isEmpty();
    }
    return proxy.sent().get(proxy.sent().size() - 1);
  }

  private ObjectStore open(String uri) {
    return ObjectStores.open(uri, name -> Optional.ofNullable(settings.get(name)));
  }

  private static String authorization(FaultyProxy.Sent request) {
    return request.headers().getOrDefault("authorization", "none");
  }

  @Test
  void keysEndpointAndRegion_goWithTheRequest() {
    settings.put("fs.s3a.endpoint.region", "eu-west-3");
    var request = request("s3://desk/a");
    assertThat(authorization(request)).contains("Credential=AKIDOFS3A/", "/eu-west-3/s3/");
    assertThat(request.target()).startsWith("/desk/a/k");
    assertThat(request.headers()).doesNotContainKey("x-amz-security-token");
  }

  @Test
  void sessionToken_goesWithTheRequest() {
    settings.put("fs.s3a.session.token", "token-of-s3a");
    assertThat(request("s3://desk").headers())
        .containsEntry("x-amz-security-token", "token-of-s3a");
  }

  @Test
  void simpleProvider_leavesTheTokenOut() {
    settings.put("fs.s3a.session.token", "token-of-s3a");
    settings.put("fs.s3a.aws.credentials.provider", SIMPLE);
    assertThat(request("s3://desk").headers()).doesNotContainKey("x-amz-security-token");
  }

  @Test
  void providersWithoutTheirKeys_arePassedOver() {
    settings.put("fs.s3a.aws.credentials.provider", TEMPORARY + ",\n  " + SIMPLE);
    assertThat(authorization(request("s3://desk"))).contains("Credential=AKIDOFS3A/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider",
        "software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider",
        "com.amazonaws.auth.AnonymousAWSCredentials"
      })
  void anonymousProvider_signsNothing(String provider) {
    settings.put("fs.s3a.aws.credentials.provider", provider);
    assertThat(authorization(request("s3://desk"))).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider",
        "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider",
        "com.amazonaws.auth.DefaultAWSCredentialsProviderChain"
      })
  void providerOfTheSdk_countsAndNotTheKeys(String provider) {
    settings.put("fs.s3a.aws.credentials.provider", provider);
    String expected = server.credentials().resolveCredentials().accessKeyId();
    assertThat(authorization(request("s3://desk"))).contains("Credential=" + expected + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider",
        "software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider",
        "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider",
        "software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider",
        "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider",
        "org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider",
        "com.amazonaws.auth.EnvironmentVariableCredentialsProvider",
        "com.amazonaws.auth.InstanceProfileCredentialsProvider",
        "com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper",
        "com.amazonaws.auth.WebIdentityTokenCredentialsProvider",
        "com.amazonaws.auth.profile.ProfileCredentialsProvider"
      })
  void otherKnownProvider_isTaken(String provider) {
    settings.put("fs.s3a.aws.credentials.provider", provider + "," + SIMPLE);
    open("s3://desk").close();
  }

  @Test
  void unknownProvider_isRefusedWithTheReason() {
    settings.put("fs.s3a.aws.credentials.provider", SIMPLE + ",desk.Vault");
    assertThatThrownBy(() -> open("s3://desk"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fs.s3a.aws.credentials.provider")
        .hasMessageContaining("'desk.Vault' is not known here")
        .hasMessageContaining("SimpleAWSCredentialsProvider")
        .hasMessageNotContaining("canary");
  }

  @Test
  void namedProviderWithoutKeys_isRefused() {
    settings.put("fs.s3a.aws.credentials.provider", TEMPORARY);
    assertThatThrownBy(() -> open("s3://desk"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("take keys, which are not set")
        .hasMessageContaining("fs.s3a.session.token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fs.s3a.access.key", "fs.s3a.secret.key"})
  void oneKeyWithoutTheOther_isRefused(String missing) {
    settings.remove(missing);
    assertThatThrownBy(() -> open("s3://desk"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("access.key and secret.key")
        .hasMessageNotContaining("canary");
  }

  @Test
  void noKeys_credentialsOfTheDefaultChainCount() {
    settings.remove("fs.s3a.access.key");
    settings.put("fs.s3a.secret.key", " ");
    String expected = server.credentials().resolveCredentials().accessKeyId();
    assertThat(authorization(request("s3://desk"))).contains("Credential=" + expected + "/");
  }

  @Test
  void settingsOfTheBucket_comeFirst() {
    settings.put("fs.s3a.bucket.desk.access.key", "AKIDOFDESK");
    settings.put("fs.s3a.bucket.other.access.key", "AKIDOFOTHER");
    assertThat(authorization(request("s3://desk"))).contains("Credential=AKIDOFDESK/");
  }

  @Test
  void parametersOfTheUri_comeFirst() {
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:1");
    settings.put("fs.s3a.endpoint.region", "eu-west-3");
    settings.put("fs.s3a.path.style.access", "false");
    var request =
        request(
            "s3://desk?region=eu-west-1&addressing=path&endpoint=" + proxy.endpoint().toString());
    assertThat(authorization(request)).contains("Credential=AKIDOFS3A/", "/eu-west-1/s3/");
    assertThat(request.target()).startsWith("/desk/k");
  }

  @Test
  void profileOfTheUri_leavesAllOfThemOut() {
    settings.put("fs.s3a.aws.credentials.provider", "desk.Vault");
    open("s3://desk?profile=none-such&region=eu-west-1&endpoint=" + proxy.endpoint()).close();
  }

  @Test
  void pathStyle_saysWhereTheBucketStands() {
    assertThat(s3a("fs.s3a.path.style.access", "false").addressing())
        .contains(S3Options.Addressing.HOST);
    assertThat(s3a("fs.s3a.path.style.access", "TRUE").addressing())
        .contains(S3Options.Addressing.PATH);
    assertThat(s3a("fs.s3a.other", "true").addressing()).isEmpty();
    settings.put("fs.s3a.endpoint", "http://nowhere.invalid");
    settings.put("fs.s3a.path.style.access", "false");
    try (ObjectStore host = open("s3://desk")) {
      assertThatThrownBy(
              () -> host.put(S3Fixture.key("k"), S3Fixture.bytes("x"), WriteCondition.IF_ABSENT))
          .hasMessageContaining("(desk.nowhere.invalid");
    }
  }

  @Test
  void endpointWithoutScheme_takesItFromTheSettingForTls() {
    settings.put("fs.s3a.endpoint", proxy.endpoint().getAuthority());
    settings.put("fs.s3a.connection.ssl.enabled", "false");
    assertThat(request("s3://desk").target()).startsWith("/desk/k");
    assertThat(s3a("fs.s3a.endpoint", "store:9000").endpoint())
        .hasToString("Optional[https://store:9000]");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.amazonaws.com, , ''",
    "s3.eu-central-1.amazonaws.com, , eu-central-1",
    "s3-us-gov-west-1.amazonaws.com, , us-gov-west-1",
    "s3.cn-north-1.amazonaws.com.cn, , cn-north-1",
    "s3.eu-central-1.amazonaws.com, eu-west-1, eu-west-1",
    "s3.amazonaws.com, sdk, ''",
  })
  void serverOfAmazon_tellsTheRegionAlone(String endpoint, String set, String region) {
    var s3a =
        new S3aSettings(
            "desk",
            name ->
                switch (name) {
                  case "fs.s3a.endpoint" -> Optional.of(endpoint);
                  case "fs.s3a.endpoint.region" -> Optional.ofNullable(set);
                  default -> Optional.empty();
                });
    assertThat(s3a.endpoint()).isEmpty();
    assertThat(s3a.region().map(Object::toString).orElse("")).isEqualTo(region);
  }

  @ParameterizedTest
  @CsvSource({
    "fs.s3a.path.style.access, canary",
    "fs.s3a.endpoint, http://u:canary@host name",
    "fs.s3a.endpoint, http://u:canary@host",
  })
  void valueThatCannotBe_isRefusedWithoutShowingIt(String name, String value) {
    settings.put(name, value);
    assertThatThrownBy(() -> open("s3://desk"))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("canary")
        .hasNoCause();
  }

  @Test
  void otherStores_takeNoNotice() {
    settings.put("fs.s3a.aws.credentials.provider", "desk.Vault");
    open("memory:s3a-settings").close();
  }

  private static S3aSettings s3a(String name, String value) {
    return new S3aSettings(
        "desk", asked -> asked.equals(name) ? Optional.of(value) : Optional.empty());
  }
}
