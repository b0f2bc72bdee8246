package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.s3.testing.Fault;
import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.store.StoreUnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What bounds the retries: their budget, and the time of a request with all its attempts. */
class RetryLimitsTest {
  private static final int CALLS = 40;

  /** Of a store. */
  private static final int TOKENS = 500;

  /** That a retry takes; success gives them back. */
  private static final int TOKENS_OF_RETRY = 5;

  private final S3Fixture s3 = new S3Fixture();
  private final FaultyProxy proxy = s3.proxy();

  @AfterEach
  void close() {
    s3.close();
  }

  @Test
  void get_serverIsDown_isAskedAgainOnlyWhileTheBudgetLasts() {
    proxy.always(request -> Fault.Answered.error(500, "InternalError"));
    getInVain(CALLS);
    int retries = proxy.requests().size() - CALLS;
    System.out.printf("%d calls of a server that is down: %d retries%n", CALLS, retries);
    // without a budget there are four for each call
    assertThat(retries).isEqualTo(TOKENS / TOKENS_OF_RETRY);

    int before = proxy.requests().size();
    getInVain(CALLS);
    assertThat(proxy.requests()).hasSize(before + CALLS);
  }

  private void getInVain(int calls) {
    for (int call = 0; call < calls; call++) {
      assertThatThrownBy(() -> s3.store().get(S3Fixture.key("a")))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void get_noAttemptIsAnswered_endsWithTheTimeOfTheCallBeforeAllAttempts() {
    try (S3Store impatient = s3.store(Duration.ofMillis(400), Duration.ofMillis(600))) {
      var held = new Fault.Held();
      proxy.always(request -> held);
      try {
        assertThatThrownBy(() -> impatient.get(S3Fixture.key("a")))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("in time");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(proxy.requests()).hasSizeBetween(1, 2).containsOnly("GET");
      } finally {
        held.release().countDown();
      }
    }
  }
}
