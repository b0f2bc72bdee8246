package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.policy.Keep;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.local.ChildJvm;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** States that are larger than the heap, and states that are saved again with small changes. */
final class LargeStateTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void item_largerThanTheHeapAndThanAnArray_isSavedAndRestored() throws Exception {
    try (ChildJvm child =
        ChildJvm.withHeap(
            256,
            LargeStateMain.class,
            folder.toUri().toString(),
            String.valueOf(2 * GIB + 12_345))) {
      assertThat(child.line()).contains("saved");
      assertThat(child.line()).contains("restored");
      assertThat(child.exitCode()).isZero();
    }
  }

  /**
   * A local store holds the state for real, and the last one is read back. Chunks have 10 MiB on
   * average, so what a change costs depends on how many places it is in, and hardly on how many
   * bytes it has. More ways to change it with {@code -Dcairn.test.long=true}.
   */
  @Test
  void saveAgain_onePercentChangedOrBytesInserted_uploadsAtMostFivePercent() throws Exception {
    CountingStore store = new CountingStore(ObjectStores.open(folder.toUri().toString()));
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(RANKER)
            .compression(Compression.NONE)
            .parallelism(2)
            .keep(Keep.last(1))
            .grace(Duration.ZERO)
            .open()) {
      RequestCounts first = save(store, manager, new LargeState(GIB, 0, 0, 0));
      assertThat(first.bytesWritten()).isGreaterThan(GIB);
      requireCheap(store, manager, "1 % in one place", new LargeState(GIB, 1, GIB / 100, 0));
      LargeState last = new LargeState(GIB, 1, GIB / 100, GIB / 4);
      requireCheap(store, manager, "100 bytes inserted", last);
      if (Boolean.getBoolean("cairn.test.long")) {
        requireCheap(store, manager, "both taken back", new LargeState(GIB, 0, 0, 0));
        last = new LargeState(GIB, 1, GIB / 100, GIB / 4);
        requireCheap(store, manager, "both", last);
        requireCheap(store, manager, "both taken back", new LargeState(GIB, 0, 0, 0));
        last = new LargeState(GIB, 3, GIB / 300, 0);
        requireCheap(store, manager, "1 % in three places", last);
        assertThat(save(store, manager, last).count(RequestKind.PUT)).isZero();
      }
      requireStored(manager, last);
    }
    store.close();
  }

  private static void requireCheap(
      CountingStore store, CheckpointManager manager, String what, LargeState state) {
    RequestCounts sent = save(store, manager, state);
    System.out.println(
        "LargeStateTest: %s: %.2f %% of 1 GiB uploaded, in %d chunks"
            .formatted(what, 100.0 * sent.bytesWritten() / GIB, sent.count(RequestKind.PUT)));
    assertThat(sent.bytesWritten()).as(what).isLessThan(GIB / 20);
  }

  private static void requireStored(CheckpointManager manager, LargeState state) throws Exception {
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), expected)) {
      state.writeTo(out);
    }
    MessageDigest stored = MessageDigest.getInstance("SHA-256");
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), stored);
        var in = manager.restore("latest", Set.of()).bytes("state")) {
      in.transferTo(out);
    }
    assertThat(stored.digest()).isEqualTo(expected.digest());
  }

  private static RequestCounts save(
      CountingStore store, CheckpointManager manager, LargeState state) {
    RequestCounts before = store.counts();
    manager.save(Progress.at(1), State.of("state", LargeState.codec(), state));
    return store.counts().minus(before);
  }
}
