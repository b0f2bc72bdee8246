package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.store.ByteRange;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads, listings and deletes when the network or the server fails in the middle. */
class S3ReadTest {
  private static final int EVERY_ATTEMPT = 5;

  private final S3Fixture s3 = new S3Fixture();
  private final FaultyProxy proxy = s3.proxy();
  private final S3Store store = s3.store();
  private final byte[] content = new byte[100_000];

  @BeforeEach
  void createOne() {
    new Random(7).nextBytes(content);
    store.put(S3Fixture.key("a"), ByteBuffer.wrap(content), WriteCondition.IF_ABSENT);
  }

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void get_passingTrouble_isTriedAgain() {
    proxy.inject(
        new Fault.DroppedBefore(),
        Fault.Answered.error(503, "SlowDown"),
        new Fault.Truncated(),
        Fault.Answered.error(500, "InternalError"));

    assertThat(store.get(S3Fixture.key("a"))).contains(content);
    assertThat(proxy.requests()).containsExactly("PUT", "GET", "GET", "GET", "GET", "GET");
  }

  /** The half that the first attempt read is not in it. */
  @Test
  void getWithDigest_bodyBreaksOff_isTheDigestOfTheWholeAttempt() throws Exception {
    proxy.inject(new Fault.Truncated(), new Fault.Truncated());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");

    assertThat(store.get(S3Fixture.key("a"), digest)).contains(content);
    assertThat(digest.digest()).isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
    assertThat(proxy.requests()).containsExactly("PUT", "GET", "GET", "GET");
  }

  @Test
  void get_bodyAlwaysBreaksOff_isUnavailable() {
    proxy.inject(EVERY_ATTEMPT, new Fault.Truncated());

    assertThatThrownBy(() -> store.get(S3Fixture.key("a")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("'a'");
    assertThat(proxy.requests()).hasSize(1 + EVERY_ATTEMPT);
  }

  @Test
  void getRange_bodyAlwaysBreaksOff_isUnavailable() {
    proxy.inject(EVERY_ATTEMPT, new Fault.Truncated());

    assertThatThrownBy(() -> store.get(S3Fixture.key("a"), new ByteRange(10, 50_000)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void get_byteChangedOnTheWay_isNotHandedBack() {
    proxy.inject(EVERY_ATTEMPT, new Fault.Corrupted());

    assertThatThrownBy(() -> store.get(S3Fixture.key("a")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void getRange_serverIgnoresRanges_isRefused() {
    proxy.inject(new Fault.Answered(200, Map.of("ETag", "e"), "0123456789"));

    assertThatThrownBy(() -> store.get(S3Fixture.key("a"), new ByteRange(2, 3)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("bytes=2-4");
  }

  @Test
  void getRange_serverAnswersAnotherRange_isRefused() {
    proxy.inject(
        new Fault.Answered(206, Map.of("ETag", "e", "Content-Range", "bytes 0-2/100000"), "012"),
        new Fault.Answered(206, Map.of("ETag", "e", "Content-Range", "bytes 2-3/100000"), "23"));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> store.get(S3Fixture.key("a"), new ByteRange(2, 3)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another range");
    }
  }

  @Test
  void get_notFoundFromSomethingElseThanS3_isNotTakenForAbsent() {
    proxy.inject(new Fault.Answered(404, Map.of(), "<html>no such page</html>"));

    assertThatThrownBy(() -> store.get(S3Fixture.key("a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("404");
  }

  @Test
  void head_passingTrouble_isTriedAgain() {
    proxy.inject(new Fault.DroppedAfter(), Fault.Answered.error(503, ""));

    assertThat(store.head(S3Fixture.key("a")))
        .contains(new ObjectInfo(S3Fixture.key("a"), content.length));
  }

  @Test
  void head_sizeIsStripped_isRefused() {
    proxy.inject(new Fault.Answered(200, Map.of("ETag", "e"), ""));

    assertThatThrownBy(() -> store.head(S3Fixture.key("a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Content-Length");
  }

  @Test
  void list_passingTrouble_isTriedAgain() {
    proxy.inject(new Fault.DroppedAfter(), new Fault.Truncated());

    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects())
        .containsExactly(new ObjectInfo(S3Fixture.key("a"), content.length));
  }

  @Test
  void list_continuesWithoutSayingWhere_isRefused() {
    proxy.inject(
        new Fault.Answered(
            200,
            Map.of(),
            "<ListBucketResult><IsTruncated>true</IsTruncated><KeyCount>0</KeyCount></ListBucketResult>"));

    assertThatThrownBy(() -> store.list(ListRequest.objects(KeyPrefix.ROOT)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("ListObjectsV2");
  }

  @Test
  void list_namesThatNoStoreWrites_arePassedOver() {
    s3.putForeign("");
    s3.putForeign("folder/");
    s3.putForeign("with space");
    s3.putForeign("x//y");
    s3.putForeign("ü/z");

    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects())
        .extracting(object -> object.key().value())
        .containsExactly("a");
    assertThat(store.list(ListRequest.folders(KeyPrefix.ROOT)).folders())
        .containsExactly(new KeyPrefix("folder/"), new KeyPrefix("x/"));
  }

  @Test
  void delete_answerLost_isTriedAgain() {
    proxy.inject(new Fault.DroppedAfter());

    store.delete(List.of(S3Fixture.key("a")));

    assertThat(proxy.requests()).containsExactly("PUT", "POST", "POST");
    assertThat(s3.text("a")).isEmpty();
  }

  @Test
  void delete_someKeysAreRefused_namesThem() {
    proxy.inject(
        deleted("AccessDenied", "log/1"),
        deleted("InternalError", "log/1"),
        deleted("NoSuchKey", "log/1"));

    var keys = List.of(S3Fixture.key("log/1"), S3Fixture.key("a"));
    assertThatThrownBy(() -> store.delete(keys))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("1 of 2 keys")
        .hasMessageContaining("log/1")
        .hasMessageContaining("s3:DeleteObject");
    assertThatThrownBy(() -> store.delete(keys))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("InternalError");
    store.delete(keys);
  }

  private Fault deleted(String code, String key) {
    return new Fault.Answered(
        200,
        Map.of(),
        "<DeleteResult><Error><Key>%s</Key><Code>%s</Code><Message>no</Message></Error></DeleteResult>"
            .formatted(s3.location().inBucket(S3Fixture.key(key)), code));
  }
}
