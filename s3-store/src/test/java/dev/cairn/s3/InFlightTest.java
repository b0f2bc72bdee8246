package dev.cairn.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That no more requests are under way than there may be. */
class InFlightTest {
  private static final int MORE = 40;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger underWay = new AtomicInteger();

  @AfterEach
  void end() {
    release.countDown();
    threads.shutdownNow();
  }

  private int hold() {
    return InFlight.send(
        () -> {
          int now = underWay.incrementAndGet();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          underWay.decrementAndGet();
          return now;
        });
  }

  @Test
  void send_moreThanMayBeUnderWay_restWaitsForThem() throws Exception {
    List<Future<Integer>> requests = new ArrayList<>();
    for (int request = 0; request < InFlight.MOST + MORE; request++) {
      requests.add(threads.submit(this::hold));
    }
    await().until(() -> underWay.get() == InFlight.MOST);
    assertThat(InFlight.room()).isZero();
    release.countDown();
    for (Future<Integer> request : requests) {
      assertThat(request.get()).isBetween(1, InFlight.MOST);
    }
    assertThat(InFlight.room()).isEqualTo(InFlight.MOST);
  }

  @Test
  void send_interruptedWhileItWaits_isUnavailableAndNotSent() throws Exception {
    for (int request = 0; request < InFlight.MOST; request++) {
      var unused = threads.submit(this::hold);
    }
    await().until(() -> underWay.get() == InFlight.MOST);
    var sent = new AtomicBoolean();
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                InFlight.send(
                    () -> {
                      sent.set(true);
                      return 1;
                    }))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("Nothing was sent");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(sent).isFalse();
    release.countDown();
    await().until(() -> InFlight.room() == InFlight.MOST);
  }

  @Test
  void send_requestFails_itsRoomIsFreeAgain() {
    assertThatThrownBy(
            () ->
                InFlight.send(
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .hasMessage("broken");
    assertThat(InFlight.room()).isEqualTo(InFlight.MOST);
  }
}
