package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
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
    Awaitility.await()
        .until(() -> given.get() == 2 && caller.getState() == Thread.State.TIMED_WAITING);
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

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private CheckpointManager open(int states, long bytes) {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.all())
        .pending(states, bytes)
        .open();
  }
}
