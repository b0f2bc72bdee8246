package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.local.ChildJvm;
import dev.cairn.store.memory.MemoryStore;
import java.nio.file.Path;
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

  @Test
  void saveAgain_onePercentChangedAndBytesInserted_uploadsAtMostFivePercent() {
    ObjectStore memory = new ForgetfulStore(new MemoryStore());
    CountingStore store = new CountingStore(memory);
    LargeState before = new LargeState(GIB, 0, 0, 0);
    // One percent in the middle is other bytes; a quarter in, 100 bytes are inserted.
    LargeState after = new LargeState(GIB, GIB / 2, GIB / 100, GIB / 4);
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(RANKER)
            .compression(Compression.NONE)
            .parallelism(2)
            .open()) {
      RequestCounts first = save(store, manager, before);
      assertThat(first.bytesWritten()).isGreaterThan(GIB);
      RequestCounts second = save(store, manager, after);
      System.out.println(
          "LargeStateTest: %.2f %% of 1 GiB uploaded again, in %d chunks of %d"
              .formatted(
                  100.0 * second.bytesWritten() / GIB,
                  second.count(RequestKind.PUT),
                  first.count(RequestKind.PUT)));
      assertThat(second.bytesWritten()).isLessThan(GIB / 20);
      RequestCounts third = save(store, manager, after);
      assertThat(third.count(RequestKind.PUT)).isZero();
    }
  }

  private static RequestCounts save(
      CountingStore store, CheckpointManager manager, LargeState state) {
    RequestCounts before = store.counts();
    manager.save(Progress.at(1), State.of("state", LargeState.codec(), state));
    return store.counts().minus(before);
  }
}
