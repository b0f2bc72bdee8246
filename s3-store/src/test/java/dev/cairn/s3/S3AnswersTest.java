package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.store.ByteRange;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rows of the table of answers in docs/s3.md that the other tests leave out: errors inside of
 * successes, answers of caches, checksums of uploads, and clocks.
 */
class S3AnswersTest {
  private static final int EVERY_ATTEMPT = 5;

  private final S3Fixture s3 = new S3Fixture();
  private final FaultyProxy proxy = s3.proxy();
  private final S3Store store = s3.store();

  @AfterEach
  void close() {
    s3.close();
  }

  private static Fault.Answered errorInside(String code) {
    return new Fault.Answered(
        200,
        Map.of("Content-Type", "application/xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>We encountered an internal error. Please try again.</Message><RequestId>R1</RequestId></Error>"
            .formatted(code));
  }

  @Test
  void putIfAbsent_errorInsideOfSuccess_isOpenAndSentOnce() {
    proxy.inject(errorInside("InternalError"));

    assertThatThrownBy(() -> s3.create("a", "mine")).isInstanceOf(StoreUnavailableException.class);

    assertThat(proxy.requests()).containsExactly("PUT");
    assertThat(s3.text("a")).isEmpty();
  }

  @Test
  void put_errorInsideOfSuccess_isSentAgain() {
    proxy.inject(errorInside("InternalError"));

    assertThat(store.put(S3Fixture.key("a"), S3Fixture.bytes("x"), WriteCondition.ALWAYS))
        .isInstanceOf(PutOutcome.Written.class);

    assertThat(s3.text("a")).contains("x");
  }

  @Test
  void get_errorInsideOfSuccess_isNotTakenForTheObject() {
    s3.create("a", "mine");
    proxy.inject(errorInside("InternalError"), errorInside("SlowDown"));

    assertThat(store.get(S3Fixture.key("a"))).contains(S3Fixture.bytes("mine").array());
    assertThat(proxy.requests()).containsExactly("PUT", "GET", "GET", "GET");
  }

  @Test
  void get_objectThatLooksLikeAnError_isTheObject() {
    String text = "<?xml version=\"1.0\"?><Error><Code>InternalError</Code></Error>";
    s3.create("a", text);

    assertThat(store.get(S3Fixture.key("a"))).contains(S3Fixture.bytes(text).array());
  }

  @Test
  void list_errorInsideOfSuccess_isNotTakenForAnEmptyListing() {
    s3.create("a", "mine");
    proxy.inject(errorInside("InternalError"));

    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).hasSize(1);
  }

  @Test
  void delete_errorInsideOfSuccess_isTriedAgain() {
    s3.create("a", "mine");
    proxy.inject(errorInside("InternalError"));

    store.delete(List.of(S3Fixture.key("a")));

    assertThat(s3.text("a")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not xml at all", "<ListBucketResult><Contents>"})
  void list_successWithoutAListing_isUnavailable(String body) {
    s3.create("a", "mine");
    proxy.inject(EVERY_ATTEMPT, new Fault.Answered(200, Map.of(), body));

    assertThatThrownBy(() -> store.list(ListRequest.objects(KeyPrefix.ROOT)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void everyRequest_notModified_isNoAnswer() {
    s3.create("a", "mine");
    Fault notModified = new Fault.Answered(304, Map.of(), "");
    List<Runnable> requests =
        List.of(
            () -> s3.create("b", "mine"),
            () -> store.get(S3Fixture.key("a")),
            () -> store.get(S3Fixture.key("a"), new ByteRange(0, 1)),
            () -> store.head(S3Fixture.key("a")),
            () -> store.list(ListRequest.objects(KeyPrefix.ROOT)));
    for (Runnable request : requests) {
      proxy.inject(EVERY_ATTEMPT, notModified);
      assertThatThrownBy(request::run)
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("304");
      proxy.forget();
    }
  }

  @Test
  void putIfAbsent_byteChangedOnTheWayUp_isOpenAndNotStored() {
    proxy.inject(new Fault.CorruptedOnTheWayUp());

    assertThatThrownBy(() -> s3.create("a", "m".repeat(1000)))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(proxy.requests()).containsExactly("PUT");
    assertThat(s3.text("a")).isEmpty();
  }

  @Test
  void put_byteChangedOnTheWayUp_isSentAgain() {
    proxy.inject(new Fault.CorruptedOnTheWayUp());
    String text = "m".repeat(1000);

    store.put(S3Fixture.key("a"), S3Fixture.bytes(text), WriteCondition.ALWAYS);

    assertThat(proxy.requests()).containsExactly("PUT", "PUT");
    assertThat(s3.text("a")).contains(text);
  }

  @Test
  void get_keyIsAbsent_isEmptyOnTheWire() {
    assertThat(store.get(S3Fixture.key("none"))).isEmpty();
    assertThat(store.get(S3Fixture.key("none"), new ByteRange(0, 10))).isEmpty();
    assertThat(store.head(S3Fixture.key("none"))).isEmpty();
  }

  @Test
  void get_absentWithoutListBucket_isRefusedAndNamesThePermission() {
    proxy.inject(Fault.Answered.error(403, "AccessDenied"));

    assertThatThrownBy(() -> store.get(S3Fixture.key("none")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("s3:GetObject")
        .hasMessageContaining("s3:ListBucket");
  }

  @Test
  void getRange_behindTheEnd_isEmptyOnTheWire() {
    s3.create("a", "12345");
    assertThat(store.get(S3Fixture.key("a"), new ByteRange(5, 1))).contains(new byte[0]);
    assertThat(store.get(S3Fixture.key("a"), new ByteRange(99, 1))).contains(new byte[0]);
  }

  @ParameterizedTest
  @CsvSource({"429, TooManyRequests", "503, SlowDown", "500, InternalError", "503, ''"})
  void everyReadOrDelete_throttledOnce_isTriedAgain(int status, String code) {
    s3.create("a", "mine");
    proxy.inject(Fault.Answered.error(status, code));
    assertThat(store.get(S3Fixture.key("a"))).isPresent();
    proxy.inject(Fault.Answered.error(status, code));
    assertThat(store.head(S3Fixture.key("a"))).isPresent();
    proxy.inject(Fault.Answered.error(status, code));
    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).hasSize(1);
    proxy.inject(Fault.Answered.error(status, code));
    store.delete(List.of(S3Fixture.key("a")));
    assertThat(s3.text("a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ExpiredToken, Renew the credentials",
    "403, RequestTimeTooSkewed, clock",
    "501, NotImplemented, does not support",
    "404, NoSuchBucket, there is no bucket",
  })
  void get_refused_saysWhy(int status, String code, String why) {
    proxy.inject(EVERY_ATTEMPT, Fault.Answered.error(status, code));

    assertThatThrownBy(() -> store.get(S3Fixture.key("a")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(why);
  }

  @Test
  void get_credentialsExpireAndAreRenewed_nextRequestSucceeds() {
    s3.create("a", "mine");
    proxy.inject(Fault.Answered.error(400, "ExpiredToken"));

    assertThatThrownBy(() -> store.get(S3Fixture.key("a"))).isInstanceOf(StoreException.class);
    assertThat(store.get(S3Fixture.key("a"))).isPresent();
  }

  @Test
  void list_connectionLostBeforeAndAfter_isTheListing() {
    s3.create("a", "mine");
    proxy.inject(new Fault.DroppedBefore(), new Fault.DroppedAfter());

    assertThat(store.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).hasSize(1);
  }

  @Test
  void getRange_byteIsChanged_isHandedOn() {
    // ranges carry no checksum; whoever reads them compares what they hold
    s3.create("a", "0123456789");
    proxy.inject(new Fault.Corrupted());

    Optional<byte[]> read = store.get(S3Fixture.key("a"), new ByteRange(2, 5));

    assertThat(read).isPresent();
    assertThat(read.get()).hasSize(5).isNotEqualTo(S3Fixture.bytes("23456").array());
  }
}
