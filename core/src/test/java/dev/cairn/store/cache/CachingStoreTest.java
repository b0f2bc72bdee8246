package dev.cairn.store.cache;

import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.faults.RequestMatch.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.store.ByteRange;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachingStoreTest {
  private static final int READERS = 16;
  private static final ObjectKey KEY = new ObjectKey("data/1/chunk");

  private final ObjectStore truth = new MemoryStore();
  private final FaultyStore faulty = new FaultyStore(truth);
  private final CountingStore counting = new CountingStore(faulty);
  private final CachingStore store = new CachingStore(counting, 1_000_000);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void write(ObjectStore store, String text) {
    store.put(KEY, ByteBuffer.wrap(text.getBytes(UTF_8)), WriteCondition.ALWAYS);
  }

  private Optional<String> read() {
    return store.get(KEY).map(bytes -> new String(bytes, UTF_8));
  }

  /** Holds the next get at the store until the gate opens. */
  private void holdNextGet(CountDownLatch held) {
    faulty.before(
        next(GET),
        () -> {
          held.countDown();
          awaitGate();
        });
  }

  /** A thread that reads; its result, or what it threw, is in the reference once it has ended. */
  private AtomicReference<Object> reader() {
    var result = new AtomicReference<>();
    var thread =
        new Thread(
            () -> {
              try {
                result.set(read());
              } catch (StoreUnavailableException e) {
                result.set(e);
              }
            });
    threads.add(thread);
    thread.start();
    return result;
  }

  private void awaitWaiting(List<Thread> readers) {
    await().until(() -> readers.stream().allMatch(t -> t.getState() == Thread.State.WAITING));
  }

  @Test
  void get_again_needsNoRequest() {
    write(truth, "content");
    assertThat(read()).contains("content");
    assertThat(read()).contains("content");
    assertThat(counting.counts().requests()).isEqualTo(Map.of(GET, 1L));
    assertThat(store.counts().hits()).isEqualTo(1);
    assertThat(store.counts().loads()).isEqualTo(1);
    assertThat(store.counts().bytes()).isBetween(7L, 500L);
  }

  @Test
  void get_byManyThreadsAtOnce_isOneRequest() throws InterruptedException {
    write(truth, "content");
    var held = new CountDownLatch(1);
    holdNextGet(held);
    List<AtomicReference<Object>> results = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      results.add(reader());
    }
    held.await();
    awaitWaiting(threads);
    gate.countDown();
    end();
    assertThat(results).allSatisfy(r -> assertThat(r).hasValue(Optional.of("content")));
    assertThat(counting.counts().requests()).isEqualTo(Map.of(GET, 1L));
    assertThat(store.counts().hits()).isEqualTo(READERS - 1);
  }

  @Test
  void get_loadOfAnotherThreadFails_othersAskForThemselvesAndNothingIsCached() throws Exception {
    write(truth, "content");
    var held = new CountDownLatch(1);
    holdNextGet(held);
    faulty.inject(next(GET), Fault.lostAnswer());
    AtomicReference<Object> first = reader();
    held.await();
    AtomicReference<Object> second = reader();
    awaitWaiting(threads);
    gate.countDown();
    end();
    assertThat(first.get()).isInstanceOf(StoreUnavailableException.class);
    assertThat(second).hasValue(Optional.of("content"));
    assertThat(counting.counts().count(GET)).isEqualTo(2);
  }

  @Test
  void get_failed_isNotCached() {
    write(truth, "content");
    faulty.inject(next(GET), Fault.lostRequest());
    assertThatThrownBy(this::read).isInstanceOf(StoreUnavailableException.class);
    assertThat(read()).contains("content");
  }

  @Test
  void get_absent_isNotCached() {
    assertThat(read()).isEmpty();
    write(truth, "content");
    assertThat(read()).contains("content");
  }

  @Test
  void get_writtenWhileAnotherThreadFoundNothing_isSeen() throws InterruptedException {
    var held = new CountDownLatch(1);
    faulty.after(
        next(GET),
        () -> {
          held.countDown();
          awaitGate();
        });
    AtomicReference<Object> early = reader();
    held.await();
    write(truth, "content"); // by another client; the early reader has its answer already
    AtomicReference<Object> late = reader();
    awaitWaiting(threads);
    gate.countDown();
    end();
    assertThat(early).hasValue(Optional.empty());
    assertThat(late).hasValue(Optional.of("content"));
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void get_interruptedWhileItWaits_endsUnavailableAndTheOtherGoesOn() throws Exception {
    write(truth, "content");
    var held = new CountDownLatch(1);
    holdNextGet(held);
    AtomicReference<Object> first = reader();
    held.await();
    AtomicReference<Object> second = reader();
    awaitWaiting(threads);
    threads.get(1).interrupt();
    threads.get(1).join();
    assertThat(second.get()).isInstanceOf(StoreUnavailableException.class);
    gate.countDown();
    end();
    assertThat(first).hasValue(Optional.of("content"));
  }

  @Test
  void get_arrayOfACallerIsChanged_cacheKeepsItsOwn() {
    write(truth, "content");
    for (int i = 0; i < 3; i++) {
      byte[] bytes = store.get(KEY).orElseThrow();
      assertThat(bytes).isEqualTo("content".getBytes(UTF_8));
      Arrays.fill(bytes, (byte) 'x');
      byte[] range = store.get(KEY, new ByteRange(0, 7)).orElseThrow();
      assertThat(range).isEqualTo("content".getBytes(UTF_8));
      Arrays.fill(range, (byte) 'x');
    }
    assertThat(counting.counts().total()).isEqualTo(1);
  }

  @Test
  void getRange_wholeIsCached_needsNoRequestElseOneThatKeepsNothing() {
    write(truth, "0123456789");
    assertThat(store.get(KEY, new ByteRange(2, 3))).contains("234".getBytes(UTF_8));
    assertThat(store.get(KEY, new ByteRange(2, 3))).contains("234".getBytes(UTF_8));
    assertThat(counting.counts().requests()).isEqualTo(Map.of(RequestKind.GET_RANGE, 2L));
    assertThat(read()).isPresent();
    assertThat(store.get(KEY, new ByteRange(2, 3))).contains("234".getBytes(UTF_8));
    assertThat(store.get(KEY, new ByteRange(9, 100))).contains("9".getBytes(UTF_8));
    assertThat(store.get(KEY, new ByteRange(Long.MAX_VALUE, 1))).contains(new byte[0]);
    assertThat(counting.counts().count(RequestKind.GET_RANGE)).isEqualTo(2);
  }

  @Test
  void put_whileALoadOfTheOldIsRunning_oldIsNotCached() throws InterruptedException {
    write(truth, "old");
    var held = new CountDownLatch(1);
    faulty.after(
        next(GET),
        () -> {
          held.countDown();
          awaitGate();
        });
    AtomicReference<Object> early = reader();
    held.await();
    write(store, "new");
    gate.countDown();
    end();
    assertThat(early).hasValue(Optional.of("old"));
    assertThat(read()).contains("new");
  }

  @Test
  void putAndDelete_cachedObject_areSeenAtOnceAlsoWhenTheAnswerIsLost() {
    write(store, "1");
    assertThat(read()).contains("1");
    write(store, "2");
    assertThat(read()).contains("2");
    faulty.inject(next(RequestKind.PUT), Fault.lostAnswer());
    assertThatThrownBy(() -> write(store, "3")).isInstanceOf(StoreUnavailableException.class);
    assertThat(read()).contains("3");
    store.delete(List.of(KEY));
    assertThat(read()).isEmpty();
  }

  @Test
  void get_moreThanFits_keepsWithinItsBytes() {
    for (int i = 0; i < 50; i++) {
      var key = new ObjectKey("k" + i);
      truth.put(key, ByteBuffer.allocate(100_000), WriteCondition.ALWAYS);
      assertThat(store.get(key)).isPresent();
      assertThat(store.counts().bytes()).isLessThanOrEqualTo(1_000_000);
    }
    assertThat(store.counts().bytes()).isGreaterThan(500_000);
    var large = new ObjectKey("large");
    truth.put(large, ByteBuffer.allocate(1_000_001), WriteCondition.ALWAYS);
    assertThat(store.get(large)).isPresent();
    assertThat(store.get(large)).isPresent();
    assertThat(counting.counts().count(GET)).isEqualTo(52);
  }

  @Test
  void new_negativeCapacity_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CachingStore(truth, -1));
    assertThat(new CachingStore(truth, 0).get(KEY)).isEmpty();
  }
}
