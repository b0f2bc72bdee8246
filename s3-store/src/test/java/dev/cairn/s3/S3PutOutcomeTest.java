package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.store.PutOutcome;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a put with a condition tells when the network or the server fails in the middle. */
class S3PutOutcomeTest {
  private final S3Fixture s3 = new S3Fixture();
  private final FaultyProxy proxy = s3.proxy();
  private final S3Store store = s3.store();

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void putIfAbsent_answerLostAfterItWasApplied_isOpenAndSentOnce() {
    proxy.inject(new Fault.DroppedAfter());

    assertThatThrownBy(() -> s3.create("a", "mine"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining(proxy.endpoint().toString());

    assertThat(proxy.requests()).containsExactly("PUT");
    assertThat(s3.text("a")).contains("mine");
    assertThat(s3.create("a", "mine")).isEqualTo(new PutOutcome.AlreadyExists());
  }

  @Test
  void putIfAbsent_connectionLostBeforeItWasApplied_isOpenAndSentOnce() {
    proxy.inject(new Fault.DroppedBefore());

    assertThatThrownBy(() -> s3.create("a", "mine")).isInstanceOf(StoreUnavailableException.class);

    assertThat(proxy.requests()).containsExactly("PUT");
    assertThat(s3.text("a")).isEmpty();
    assertThat(s3.create("a", "mine")).isInstanceOf(PutOutcome.Written.class);
  }

  @ParameterizedTest
  @CsvSource({
    "409, ConditionalRequestConflict",
    "409, OperationAborted",
    "400, RequestTimeout",
    "408, ''",
    "429, TooManyRequests",
    "500, InternalError",
    "502, ''",
    "503, SlowDown",
    "503, ''",
    "504, ''",
    "307, TemporaryRedirect",
  })
  void putIfAbsent_answerThatDecidesNothing_isOpenAndSentOnce(int status, String code) {
    proxy.inject(Fault.Answered.error(status, code));

    assertThatThrownBy(() -> s3.create("a", "mine"))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(String.valueOf(status))
        .hasMessageContaining(code);

    assertThat(proxy.requests()).containsExactly("PUT");
  }

  @ParameterizedTest
  @CsvSource({"412, PreconditionFailed", "412, ''", "400, PreconditionFailed"})
  void putIfAbsent_conditionFailed_isAlreadyExists(int status, String code) {
    proxy.inject(Fault.Answered.error(status, code));

    assertThat(s3.create("a", "mine")).isEqualTo(new PutOutcome.AlreadyExists());
    assertThat(proxy.requests()).containsExactly("PUT");
  }

  @Test
  void putIfAbsent_noAnswerInTime_isOpenAndLeavesNoInterrupt() {
    try (S3Store impatient = s3.store(Duration.ofMillis(300), Duration.ofMillis(300))) {
      var held = new Fault.Held();
      proxy.inject(held);
      try {
        assertThatThrownBy(() -> s3.create(impatient, "a", "mine"))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("in time");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(proxy.requests()).containsExactly("PUT");
      } finally {
        held.release().countDown();
      }
      assertThat(s3.text("a")).contains("mine");
    }
  }

  @Test
  void putIfAbsent_interruptedWhileItWaits_isOpenOrDoneWithTheFlagSet() throws Exception {
    var held = new Fault.Held();
    proxy.inject(held);
    var flag = new AtomicBoolean();
    var ended = new CountDownLatch(1);
    var put =
        new FutureTask<Throwable>(
            () -> {
              Throwable thrown = catchThrowable(() -> s3.create("a", "mine"));
              flag.set(Thread.interrupted());
              ended.countDown();
              return thrown;
            });
    Thread thread = new Thread(put);
    thread.start();
    held.reached().await();
    thread.interrupt();
    held.release().countDown();

    Throwable thrown = put.get();
    assertThat(flag).isTrue();
    if (thrown != null) {
      assertThat(thrown).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(s3.text("a")).contains("mine");
    assertThat(proxy.requests()).startsWith("PUT").doesNotHaveDuplicates();
  }

  @Test
  void putAlways_answerLost_isSentAgain() {
    proxy.inject(new Fault.DroppedAfter(), Fault.Answered.error(503, "SlowDown"));

    assertThat(store.put(S3Fixture.key("a"), S3Fixture.bytes("new"), WriteCondition.ALWAYS))
        .isInstanceOf(PutOutcome.Written.class);

    assertThat(proxy.requests()).containsExactly("PUT", "PUT", "PUT");
    assertThat(s3.text("a")).contains("new");
  }
}
