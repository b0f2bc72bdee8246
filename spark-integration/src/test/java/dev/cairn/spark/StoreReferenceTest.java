package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StoreReferenceTest {
  private static final int TASKS = 16;
  private static final ObjectKey KEY = new ObjectKey("weights");
  private static final CyclicBarrier ALL_RUN = new CyclicBarrier(TASKS);

  private final String name = UUID.randomUUID().toString();

  @Test
  void open_manyTasksReadOneObjectAtOnce_isFetchedOnce() {
    MemoryStore.named(name)
        .put(KEY, ByteBuffer.wrap("0.5".getBytes(UTF_8)), WriteCondition.IF_ABSENT);
    var reference = new StoreReference("counted:" + name);
    List<Integer> numbers = IntStream.range(0, TASKS).boxed().toList();
    List<String> read =
        LocalSpark.context(TASKS)
            .parallelize(numbers, TASKS)
            .map(
                number -> {
                  awaitAll();
                  return new String(reference.open().get(KEY).orElseThrow(), UTF_8);
                })
            .collect();
    assertThat(read).isEqualTo(Collections.nCopies(TASKS, "0.5"));
    CountingStore store = CountedStores.named(name);
    assertThat(store.counts().count(RequestKind.GET)).isEqualTo(1);
  }

  @Test
  void open_closedByOneUser_staysOpenForOthers() {
    var reference = new StoreReference("counted:" + name);
    try (var store = reference.open()) {
      assertThat(store.get(KEY)).isEmpty();
    }
    assertThat(reference.open().get(KEY)).isEmpty();
    assertThat(reference.open()).isSameAs(new StoreReference("counted:" + name).open());
  }

  private static void awaitAll() {
    try {
      ALL_RUN.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }
}
