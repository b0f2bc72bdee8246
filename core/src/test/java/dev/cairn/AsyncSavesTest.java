package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.CodecException;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.policy.SaveWhen;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class AsyncSavesTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final RequestMatch ENTRY =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT).keyContaining("/log/");

  private final FaultyStore store = new FaultyStore(new MemoryStore());

  @Test
  void saveAsync_stateChangedAfterwards_storesWhatItWas() {
    double[] weights = new double[100_000];
    List<PendingSave> saves = new ArrayList<>();
    try (CheckpointManager manager = open(2, 64 << 20)) {
      for (int step = 1; step <= 5; step++) {
        java.util.Arrays.fill(weights, step);
        saves.add(
            manager.saveAsync(Progress.at(step), State.of("weights", Codecs.doubles(), weights)));
        java.util.Arrays.fill(weights, -1);
      }
      for (int step = 1; step <= 5; step++) {
        Checkpoint saved = saves.get(step - 1).await();
        assertThat(saved.progress().step()).isEqualTo(step);
        assertThat(manager.restore(saved.version()).item("weights", Codecs.doubles()))
            .containsOnly(step);
      }
    }
  }

  @Test
  void saveAsync_manyAtOnce_areCommittedInOrder() {
    try (CheckpointManager manager = open(3, 1 << 20)) {
      for (int step = 1; step <= 50; step++) {
        manager.saveAsync(Progress.at(step), State.of("step", Codecs.longs(), new long[] {step}));
      }
      manager.await();
      assertThat(manager.list()).extracting(c -> c.progress().step()).isSorted().hasSize(50);
    }
  }

  @Test
  void saveAsync_storeBlocked_waitsWhenAsMuchIsPendingAsMayBe() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger given = new AtomicInteger();
    CheckpointManager manager = open(2, 1 << 20);
    store.before(ENTRY, () -> awaitQuietly(release));
    Thread caller =
        new Thread(
            () -> {
              for (int step = 1; step <= 5; step++) {
                manager.saveAsync(Progress.at(step), State.empty());
                given.incrementAndGet();
              }
            });
    caller.start();
    Awaitility.await().until(() -> given.get() == 2 && caller.getState() == Thread.State.WAITING);
    assertThat(given).hasValue(2);
    release.countDown();
    caller.join(TimeUnit.SECONDS.toMillis(30));
    manager.close();
    assertThat(given).hasValue(5);
  }

  @Test
  void saveAsync_largerThanMayBePending_isSavedAtOnce() {
    try (CheckpointManager manager = open(2, 1000)) {
      PendingSave save =
          manager.saveAsync(
              Progress.at(1), State.of("weights", Codecs.doubles(), new double[1000]));
      assertThat(save.isDone()).isTrue();
      assertThat(manager.restoreLatest().orElseThrow().item("weights", Codecs.doubles()))
          .hasSize(1000);
    }
  }

  @Test
  void failure_unseen_isThrownByTheNextSaveOnce() {
    try (CheckpointManager manager = open(2, 1 << 20)) {
      store.inject(ENTRY, Fault.refused());
      manager.saveAsync(Progress.at(1), State.empty());
      assertThatThrownBy(() -> manager.save(Progress.at(2), State.empty()))
          .isInstanceOf(StoreException.class);
      manager.save(Progress.at(3), State.empty());
      assertThat(manager.list()).extracting(c -> c.progress().step()).containsExactly(3L);
    }
  }

  @Test
  void failure_unseen_isThrownByClose() {
    CheckpointManager manager = open(2, 1 << 20);
    store.inject(ENTRY, Fault.refused());
    manager.saveAsync(Progress.at(1), State.empty());
    assertThatThrownBy(manager::close).isInstanceOf(StoreException.class);
  }

  @Test
  void failure_seenByItsHandle_isNotThrownAgain() {
    CheckpointManager manager = open(2, 1 << 20);
    store.inject(ENTRY, Fault.refused());
    PendingSave save = manager.saveAsync(Progress.at(1), State.empty());
    assertThatThrownBy(save::await).isInstanceOf(StoreException.class);
    manager.close();
  }

  @Test
  void failures_ofTwoSaves_areThrownTogether() {
    CheckpointManager manager = open(2, 1 << 20);
    CountDownLatch bothGiven = new CountDownLatch(1);
    store.before(ENTRY, () -> awaitQuietly(bothGiven));
    store.inject(ENTRY.times(2), Fault.refused());
    manager.saveAsync(Progress.at(1), State.empty());
    manager.saveAsync(Progress.at(2), State.empty());
    bothGiven.countDown();
    assertThatThrownBy(manager::await)
        .isInstanceOf(StoreException.class)
        .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
    manager.close();
  }

  @Test
  void failure_ofTheFence_isThrownByEverySave() {
    CheckpointManager manager = open(3, 1 << 20);
    open(1, 1).close();
    List<PendingSave> saves = new ArrayList<>();
    for (int step = 1; step <= 3; step++) {
      try {
        saves.add(manager.saveAsync(Progress.at(step), State.empty()));
      } catch (FencedException e) {
        assertThat(e).hasMessageContaining("training/ranker");
      }
    }
    saves.forEach(save -> assertThatThrownBy(save::await).isInstanceOf(FencedException.class));
    assertThatThrownBy(() -> manager.save(Progress.at(4), State.empty()))
        .isInstanceOf(FencedException.class);
    manager.close();
  }

  @Test
  void failure_ofTheJvm_isThrownByHandleAndClose() {
    CheckpointManager manager = open(2, 1 << 20);
    store.before(
        ENTRY,
        () -> {
          throw new OutOfMemoryError("injected");
        });
    PendingSave save = manager.saveAsync(Progress.at(1), State.empty());
    assertThatThrownBy(save::await).hasRootCauseMessage("injected");
    assertThatThrownBy(manager::close).hasRootCauseMessage("injected");
  }

  @Test
  void list_whileASaveIsUnderWay_doesNotWaitForIt() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (CheckpointManager manager = open(2, 1 << 20)) {
      Checkpoint first = manager.save(Progress.at(1), State.empty());
      store.before(ENTRY, () -> awaitQuietly(release));
      PendingSave second = manager.saveAsync(Progress.at(2), State.empty());
      Awaitility.await().until(AsyncSavesTest::blocked);
      CompletableFuture<List<Checkpoint>> looked =
          CompletableFuture.supplyAsync(
              () -> {
                assertThat(manager.latest()).contains(first);
                assertThat(manager.restoreLatest().orElseThrow().checkpoint()).isEqualTo(first);
                return manager.list();
              });
      assertThat(looked.get(30, TimeUnit.SECONDS)).containsExactly(first);
      assertThat(second.isDone()).isFalse();
      release.countDown();
      assertThat(second.await().progress().step()).isEqualTo(2);
      assertThat(manager.list()).hasSize(2);
    } finally {
      release.countDown();
    }
  }

  @Test
  void saveIfDue_improvementUnderWay_isComparedWith() {
    CountDownLatch release = new CountDownLatch(1);
    try (CheckpointManager manager =
        builder(5, 1 << 20).save(SaveWhen.onImprovement("loss", Direction.MIN)).open()) {
      store.before(ENTRY, () -> awaitQuietly(release));
      assertThat(manager.saveIfDue(Progress.at(1).metric("loss", 0.5), State::empty)).isPresent();
      manager.saveAsync(Progress.at(2).metric("loss", 0.7), State.empty());
      assertThat(manager.saveIfDue(Progress.at(3).metric("loss", 0.6), State::empty)).isEmpty();
      assertThat(manager.saveIfDue(Progress.at(4).metric("loss", 0.4), State::empty)).isPresent();
      release.countDown();
      manager.await();
      assertThat(manager.saveIfDue(Progress.at(5).metric("loss", 0.45), State::empty)).isEmpty();
    } finally {
      release.countDown();
    }
  }

  @Test
  void saveAsync_noRoomForItsBytes_isCapturedWhenThereIs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger encoded = new AtomicInteger();
    try (CheckpointManager manager = open(5, 1000)) {
      store.before(ENTRY, () -> awaitQuietly(release));
      manager.saveAsync(Progress.at(1), State.of("a", Codecs.bytes(), new byte[600]));
      CompletableFuture<PendingSave> second =
          CompletableFuture.supplyAsync(
              () -> {
                byte[] state = new byte[500];
                PendingSave save =
                    manager.saveAsync(Progress.at(2), State.of("a", Codecs.bytes(), state));
                encoded.incrementAndGet();
                java.util.Arrays.fill(state, (byte) 7);
                return save;
              });
      Awaitility.await().until(AsyncSavesTest::blocked);
      assertThat(encoded).hasValue(0);
      release.countDown();
      long version = second.get(30, TimeUnit.SECONDS).await().version();
      assertThat(manager.restore(version).item("a", Codecs.bytes())).containsOnly(0).hasSize(500);
    } finally {
      release.countDown();
    }
  }

  @Test
  void saveAsync_tooLargeOne_keepsItsPlaceInTheOrder() {
    try (CheckpointManager manager = open(5, 1000)) {
      for (int step = 1; step <= 20; step++) {
        byte[] state = new byte[step % 3 == 0 ? 2000 : 300];
        java.util.Arrays.fill(state, (byte) step);
        manager.saveAsync(Progress.at(step), State.of("a", Codecs.bytes(), state));
        java.util.Arrays.fill(state, (byte) 99);
      }
      manager.await();
      List<Checkpoint> saved = manager.list();
      assertThat(saved).extracting(c -> c.progress().step()).isSorted().hasSize(20);
      for (Checkpoint each : saved) {
        assertThat(manager.restore(each.version()).item("a", Codecs.bytes()))
            .containsOnly((int) each.progress().step());
      }
    }
  }

  @Test
  void saveAsync_fromManyThreads_commitsEachOnce() throws Exception {
    try (CheckpointManager manager = open(3, 1 << 20)) {
      List<Thread> threads = new ArrayList<>();
      Map<Long, Long> versions = new ConcurrentHashMap<>();
      for (int thread = 0; thread < 4; thread++) {
        long from = 100L * thread;
        threads.add(
            new Thread(
                () -> {
                  for (long step = from; step < from + 20; step++) {
                    State state = State.of("step", Codecs.longs(), new long[] {step});
                    versions.put(
                        manager.saveAsync(Progress.at(step), state).await().version(), step);
                  }
                }));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(versions).hasSize(80);
      for (Checkpoint each : manager.list()) {
        assertThat(versions).containsEntry(each.version(), each.progress().step());
        assertThat(manager.restore(each.version()).item("step", Codecs.longs()))
            .containsExactly(each.progress().step());
      }
    }
  }

  @Test
  void saveAsync_codecRefuses_isThrownAtOnceAndLeavesNothing() {
    try (CheckpointManager manager = open(1, 1 << 20)) {
      assertThatThrownBy(
              () -> manager.saveAsync(Progress.at(1), State.of("text", Codecs.utf8(), "\ud800")))
          .isInstanceOf(CodecException.class);
      assertThat(manager.saveAsync(Progress.at(2), State.empty()).await().version()).isEqualTo(2);
    }
  }

  @Test
  void save_afterClose_isRefused() {
    CheckpointManager manager = open(2, 1 << 20);
    manager.close();
    byte[] large = new byte[200_000];
    assertThatThrownBy(() -> manager.saveAsync(Progress.at(1), State.empty()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> manager.save(Progress.at(1), State.of("a", Codecs.bytes(), large)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> manager.mark(Status.FAILED, Optional.empty()))
        .isInstanceOf(InvalidRequestException.class);
    manager.close();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      assertThat(reader.list()).isEmpty();
    }
  }

  private static boolean blocked() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(
            thread ->
                thread.getName().equals("cairn-save-ranker")
                    && thread.getState() == Thread.State.TIMED_WAITING);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private CheckpointManager open(int states, long bytes) {
    return builder(states, bytes).open();
  }

  private CheckpointManagerBuilder builder(int states, long bytes) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.all())
        .pending(states, bytes);
  }
}
