package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.StoreException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class S3LocationTest {
  @ParameterizedTest
  @CsvSource({
    "s3://desk, desk, ''",
    "s3://desk/, desk, ''",
    "s3://desk/a, desk, a/",
    "s3://desk/a/, desk, a/",
    "s3://desk/a/b=1, desk, a/b=1/",
    "s3://my_old.Bucket/a, my_old.Bucket, a/",
  })
  void of_uri_isBucketAndFolder(String uri, String bucket, String root) {
    S3Location location = S3Location.of(URI.create(uri));
    assertThat(location).isEqualTo(new S3Location(bucket, new KeyPrefix(root)));
    assertThat(location.inBucket(new ObjectKey("log/1"))).isEqualTo(root + "log/1");
    assertThat(location.inStore(root + "log/1")).isEqualTo("log/1");
    assertThat(location).hasToString(uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3:desk",
        "s3:/desk/a",
        "s3:///a",
        "s3://a",
        "s3://-desk",
        "s3://de%20sk",
        "s3://desk//a",
        "s3://desk/a//b",
        "s3://desk/../x",
        "s3://desk/a%2Fb",
        "s3://desk/ä",
        "s3://desk:9000/a",
        "s3://desk?unknown=x",
        "s3://desk/a#b"
      })
  void open_otherForm_isRefused(String uri) {
    assertThatThrownBy(() -> ObjectStores.open(uri))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("Cannot open an S3 store")
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://AKIA:canary@desk/a",
        "s3://canary@desk",
        "s3://desk/a?secret=canary",
        "s3://desk:canary/a",
        "s3://desk#canary"
      })
  void open_uriWithSecret_isRefusedWithoutShowingIt(String uri) {
    assertThatThrownBy(() -> ObjectStores.open(uri))
        .isInstanceOf(StoreException.class)
        .message()
        .doesNotContain("canary");
  }

  @Test
  void of_longPrefix_leavesRoomForKeys() {
    String segment = "p".repeat(161);
    assertThat(S3Location.of(URI.create("s3://desk/" + segment + "/" + segment)).root().value())
        .hasSize(324);
    assertThatThrownBy(() -> S3Location.of(URI.create("s3://desk/" + segment + "/p" + segment)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("325");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:canary@localhost:1",
        "ftp://canary",
        "canary",
        "http:///canary",
        "http://h?canary"
      })
  void settings_endpointOfAnotherForm_isRefusedWithoutShowingIt(String endpoint) {
    assertThatThrownBy(
            () ->
                new S3Settings(
                    Optional.of(URI.create(endpoint)),
                    Region.US_EAST_1,
                    AnonymousCredentialsProvider.create()))
        .isInstanceOf(StoreException.class)
        .message()
        .contains("endpoint")
        .doesNotContain("canary");
  }
}
