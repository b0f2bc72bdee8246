package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.StoreException;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LeasedStoreTest {
  private static final ObjectKey KEY = new ObjectKey("k");

  private final OpenedStores.Counts counts = OpenedStores.named(UUID.randomUUID().toString());
  private final LeasedStore leased = new LeasedStore(counts::open);

  @Test
  void requests_openTheStoreOnce() {
    assertThat(counts.opened()).isZero();
    leased.put(KEY, ByteBuffer.wrap("x".getBytes(UTF_8)), WriteCondition.IF_ABSENT);
    assertThat(leased.get(KEY)).isPresent();
    assertThat(leased.head(KEY)).isPresent();
    assertThat(leased.list(ListRequest.objects(KeyPrefix.ROOT)).objects()).hasSize(1);
    leased.delete(List.of(KEY));
    assertThat(leased.get(KEY)).isEmpty();
    assertThat(counts.opened()).isEqualTo(1);
    assertThat(counts.closed()).isZero();
  }

  @Test
  void close_nobodyUsesIt_closesAtOnceAndOnce() {
    leased.close();
    assertThat(counts.closed()).isZero();
    leased.open();
    leased.close();
    leased.close();
    assertThat(counts.closed()).isEqualTo(1);
  }

  @Test
  void close_requestOnItsWay_waitsForItAndLaterOnesOpenAnew() throws Exception {
    var release = new CountDownLatch(1);
    CountDownLatch reached = counts.holdGets(release);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> get = thread.submit(() -> leased.get(KEY));
      reached.await();
      leased.close();
      assertThat(counts.closed()).isZero();
      assertThat(leased.head(KEY)).isEmpty();
      assertThat(counts.opened()).isEqualTo(2);
      release.countDown();
      get.get();
      assertThat(counts.closed()).isEqualTo(1);
      leased.close();
      assertThat(counts.closed()).isEqualTo(2);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void open_fails_isTriedAgain() {
    counts.refuse();
    assertThatThrownBy(leased::open).isInstanceOf(StoreException.class);
    leased.close();
    counts.accept();
    assertThat(leased.get(KEY)).isEmpty();
    assertThat(counts.opened()).isEqualTo(1);
  }
}
