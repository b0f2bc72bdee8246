package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A large checkpoint that is collected when a reader has verified it, and what the reader kept of
 * it is gone too.
 */
final class ForgottenChunksTest {
  private static final ProcessId RANKER = ProcessId.training("ranker");

  private final MemoryStore store = new MemoryStore();

  @Test
  void item_collectedAfterItWasVerified_isNotFound() throws IOException {
    byte[] large = new byte[70 << 20];
    new Random(1).nextBytes(large);
    save(1, large);
    try (CheckpointReader reader = CheckpointReader.open(store, RANKER)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      save(3, new byte[1]);
      assertThat(restored.item("large", Codecs.bytes())).isEqualTo(large);
      useUpTheHeap();
      assertThatThrownBy(() -> restored.item("large", Codecs.bytes()))
          .isInstanceOf(CheckpointNotFoundException.class);
      try (InputStream in = restored.bytes("large")) {
        assertThatThrownBy(() -> in.skipNBytes(large.length))
            .isInstanceOf(CheckpointNotFoundException.class);
      }
    }
  }

  /** Keeps the last alone, without any grace, so that some saves later those before are deleted. */
  private void save(int times, byte[] bytes) {
    try (CheckpointManager manager =
        CheckpointManager.builder()
            .store(store)
            .process(RANKER)
            .keep(Keep.last(1))
            .grace(Duration.ZERO)
            .open()) {
      for (int step = 1; step <= times; step++) {
        manager.save(Progress.at(step), State.of("large", Codecs.bytes(), bytes));
      }
    }
  }

  /** The JVM lets go of all that is only kept while there is memory before it throws this error. */
  private static void useUpTheHeap() {
    List<byte[]> all = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (true) {
                all.add(new byte[1 << 20]);
              }
            })
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(all).isNotEmpty();
  }
}
