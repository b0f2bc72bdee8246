package dev.cairn;

import static dev.cairn.store.RequestKind.DELETE;
import static dev.cairn.store.RequestKind.GET;
import static dev.cairn.store.RequestKind.LIST;
import static dev.cairn.store.RequestKind.PUT;
import static dev.cairn.store.RequestKind.PUT_IF_ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What each operation sends to the store, to the request and to the byte. */
final class RequestCountTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final RunDefinition SWEEP =
      RunDefinition.builder().codeVersion("v1").units(10).build();

  private final MemoryStore memory = new MemoryStore();
  private final CountingStore store = new CountingStore(memory);
  private final Stored stored = new Stored(memory, RANKER);
  private final AtomicLong seconds = new AtomicLong();
  private RequestCounts before = RequestCounts.NONE;

  @Test
  void open_ofWhatIsNotThere_isListPutList() {
    CheckpointManager manager = open();
    RequestCounts sent = requireSent(Map.of(LIST, 2L, PUT_IF_ABSENT, 1L));
    assertThat(sent.bytesWritten()).isEqualTo(entryBytes(1));
    manager.close();
    requireSent(Map.of());
  }

  @Test
  void open_ofWhatIsThere_isListGetPutList() {
    open().close();
    sent();
    try (CheckpointManager manager = open()) {
      RequestCounts sent = requireSent(Map.of(LIST, 2L, GET, 1L, PUT_IF_ABSENT, 1L));
      assertThat(sent.bytesRead()).isEqualTo(entryBytes(1));
      assertThat(sent.bytesWritten()).isEqualTo(entryBytes(2));
      assertThat(manager.restoreLatest()).isEmpty();
      assertThat(manager.latest()).isEmpty();
      assertThat(manager.list()).isEmpty();
      requireSent(Map.of());
    }
  }

  @Test
  void save_smallState_isOnePut() {
    try (CheckpointManager manager = open()) {
      for (int size : new int[] {0, 1, 64 * 1024}) {
        sent();
        long version = manager.save(Progress.at(size), state(1, size)).version();
        RequestCounts sent = requireSent(Map.of(PUT_IF_ABSENT, 1L));
        assertThat(sent.bytesWritten()).isEqualTo(entryBytes(version));
        assertThat(manager.restoreLatest().orElseThrow().item("state", Codecs.bytes()))
            .hasSize(size);
        requireSent(Map.of());
      }
    }
  }

  @Test
  void save_oneByteMoreThanFitsIntoTheEntry_isTwoPuts() {
    try (CheckpointManager manager = open()) {
      sent();
      long version = manager.save(Progress.at(1), state(1, 64 * 1024 + 1)).version();
      RequestCounts sent = requireSent(Map.of(PUT, 1L, PUT_IF_ABSENT, 1L));
      // Random bytes do not get smaller and are stored as they are.
      assertThat(sent.bytesWritten()).isEqualTo(entryBytes(version) + 64 * 1024 + 1);
      assertThat(entryBytes(version)).isLessThan(2000);
    }
  }

  @Test
  void save_sameLargeState_isOnePutAndAFewHundredBytes() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), state(1, 1_000_000));
      sent();
      long version = manager.save(Progress.at(2), state(1, 1_000_000)).version();
      assertThat(requireSent(Map.of(PUT_IF_ABSENT, 1L)).bytesWritten())
          .isEqualTo(entryBytes(version))
          .isLessThan(2000);
    }
    try (CheckpointManager manager = open()) {
      sent();
      manager.save(Progress.at(3), state(1, 1_000_000));
      requireSent(Map.of(PUT_IF_ABSENT, 1L));
    }
  }

  @Test
  void save_sameContentInTwoItems_isStoredOnce() {
    try (CheckpointManager manager = open()) {
      sent();
      manager.save(
          Progress.at(1), state(1, 1_000_000).and("copy", Codecs.bytes(), bytes(1, 1_000_000)));
      requireSent(Map.of(PUT, 1L, PUT_IF_ABSENT, 1L));
    }
  }

  @Test
  void restoreLatest_bySomebodyElse_isListAndGetAndAGetForEachChunk() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), state(1, 1000));
    }
    sent();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      reader.restoreLatest().orElseThrow().item("state", Codecs.bytes());
      assertThat(requireSent(Map.of(LIST, 1L, GET, 1L)).bytesRead()).isEqualTo(entryBytes(2));
      reader.recoveryInfo();
      reader.list();
      reader.latest();
      requireSent(Map.of(LIST, 3L, GET, 3L));
    }
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(2), state(2, 1_000_000));
    }
    sent();
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(requireSent(Map.of(LIST, 1L, GET, 2L)).bytesRead())
          .isEqualTo(entryBytes(4) + 1_000_000);
      assertThat(restored.item("state", Codecs.bytes())).isEqualTo(bytes(2, 1_000_000));
      requireSent(Map.of());
      // The entry of an older checkpoint is read for its payload.
      reader.restore(2);
      requireSent(Map.of(LIST, 1L, GET, 2L));
    }
  }

  @Test
  void mark_isOnePut_andAGetWhenTheStateIsInAnOlderEntry() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), state(1, 1_000_000));
      sent();
      manager.mark(Status.INTERRUPTED, Optional.empty());
      requireSent(Map.of(PUT_IF_ABSENT, 1L));
      manager.save(Progress.at(2), state(2, 1000));
      manager.pin(2);
      sent();
      manager.mark(Status.INTERRUPTED, Optional.empty());
      requireSent(Map.of(GET, 1L, PUT_IF_ABSENT, 1L));
    }
  }

  @Test
  void mark_byAManagerThatKnowsNothing_readsTheStateFirst() {
    try (CheckpointManager manager = open()) {
      manager.save(Progress.at(1), state(1, 1_000_000));
    }
    try (CheckpointManager manager = open()) {
      sent();
      manager.mark(Status.INTERRUPTED, Optional.empty());
      requireSent(Map.of(GET, 1L, PUT_IF_ABSENT, 1L));
    }
  }

  @Test
  void edits_byTheWriter_areOnePutEach() {
    try (CheckpointManager manager = open()) {
      long version = manager.save(Progress.at(1), State.empty()).version();
      manager.save(Progress.at(2), State.empty());
      sent();
      manager.pin(version);
      manager.tag("golden", version, Optional.empty());
      manager.untag("golden");
      manager.unpin(version);
      manager.delete(version);
      requireSent(Map.of(PUT_IF_ABSENT, 5L));
    }
  }

  @Test
  void save_whileSomebodyEdits_isAPutTwoGetsAndAPut() {
    try (CheckpointManager manager = open()) {
      long version = manager.save(Progress.at(1), State.empty()).version();
      sent();
      CheckpointEditor.of(store, RANKER).pin(version);
      requireSent(Map.of(LIST, 2L, GET, 1L, PUT_IF_ABSENT, 1L));
      manager.save(Progress.at(2), State.empty());
      // One GET for who has the slot, one for whether the save had it before and was built upon.
      requireSent(Map.of(PUT_IF_ABSENT, 2L, GET, 2L));
    }
  }

  @Test
  void runs_areOnePutToRegisterAndOneToComplete() {
    try (CheckpointManager manager = open()) {
      sent();
      RegisteredRun run = manager.register(SWEEP, OnMismatch.FAIL);
      requireSent(Map.of(PUT_IF_ABSENT, 1L));
      assertThat(manager.register(SWEEP, OnMismatch.FAIL)).isEqualTo(run);
      requireSent(Map.of());
      manager.complete(run, Progress.at(10), State.empty());
      requireSent(Map.of(PUT_IF_ABSENT, 1L));
    }
  }

  @Test
  void retention_isOneDeleteForAHundredObjectsAndOneAtTheEnd() {
    try (CheckpointManager manager = builder().keep(Keep.last(1)).open()) {
      sent();
      // Each checkpoint is two objects. The first goes with the third save, and so on; so the
      // hundredth object goes with the 52nd.
      for (int step = 1; step <= 51; step++) {
        manager.save(Progress.at(step), state(step, 70_000));
      }
      requireSent(Map.of(PUT, 51L, PUT_IF_ABSENT, 51L));
      manager.save(Progress.at(52), state(52, 70_000));
      requireSent(Map.of(PUT, 1L, PUT_IF_ABSENT, 1L, DELETE, 1L));
      assertThat(stored.keys("data")).hasSize(2);
      manager.save(Progress.at(53), state(53, 70_000));
      sent();
    }
    requireSent(Map.of(DELETE, 1L));
    assertThat(stored.keys("data")).hasSize(2);
  }

  private void sent() {
    before = store.counts();
  }

  private RequestCounts requireSent(Map<RequestKind, Long> expected) {
    RequestCounts sent = store.counts().minus(before);
    assertThat(sent.requests()).isEqualTo(expected);
    before = store.counts();
    return sent;
  }

  private long entryBytes(long version) {
    return memory.head(stored.entry(version)).orElseThrow().size();
  }

  private CheckpointManager open() {
    return builder().open();
  }

  private CheckpointManagerBuilder builder() {
    return CheckpointManager.builder()
        .store(store)
        .process(RANKER)
        .keep(Keep.all())
        .grace(Duration.ZERO)
        .clock(() -> Instant.ofEpochSecond(seconds.incrementAndGet()));
  }

  private static State state(int seed, int size) {
    return State.of("state", Codecs.bytes(), bytes(seed, size));
  }

  private static byte[] bytes(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
