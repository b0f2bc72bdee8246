package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.HistoryEntry;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.store.memory.MemoryStore;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Four ranks in a barrier stage. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RankCheckpointsTest {
  private static final int RANKS = 4;
  private static final long STEPS = 6;
  private static final ProcessId PROCESS = ProcessId.training("ranks");

  /** How many ranks are still to die; tasks of a local Spark share it. */
  private static final AtomicInteger DEATHS = new AtomicInteger();

  private final String name = UUID.randomUUID().toString();
  private final StoreReference store = new StoreReference("memory:" + name);

  @Test
  void save_noRankDies_eachStepIsCommittedOnceByRankZero() {
    DEATHS.set(0);
    assertThat(train(store)).isEqualTo(Collections.nCopies(RANKS, "0 " + expected()));
    assertStepsCommittedOnce(1);
  }

  @Test
  void save_oneOfFourRanksDies_allStartAnewFromTheSameVersion() {
    DEATHS.set(1);
    List<String> ended = train(store);
    long begun = 3; // steps that were committed before rank 2 died in the one after
    assertThat(ended).isEqualTo(Collections.nCopies(RANKS, begun + " " + expected()));
    assertStepsCommittedOnce(2);
    assertThat(train(store)).isEqualTo(Collections.nCopies(RANKS, STEPS + " " + expected()));
  }

  @Test
  void save_anotherWriterHasOpenedTheProcess_failsAndDoesNotTakeItBack() {
    String inStore = name;
    assertThatThrownBy(
            () ->
                RankCheckpoints.run(
                    LocalSpark.context(RANKS),
                    RANKS,
                    store,
                    PROCESS,
                    ranks -> {
                      if (ranks.rank() == 0) {
                        CheckpointManager.builder()
                            .store(MemoryStore.named(inStore))
                            .process(PROCESS)
                            .open()
                            .close();
                      }
                      return ranks.save(Progress.at(1), State::empty).version();
                    }))
        .hasMessageContaining("FencedException");
    try (var reader = CheckpointReader.open(MemoryStore.named(name), PROCESS)) {
      assertThat(reader.history(100).stream().map(HistoryEntry::kind))
          .containsExactly(HistoryEntry.Kind.CLAIM, HistoryEntry.Kind.CLAIM);
    }
  }

  @Test
  void join_outsideOfABarrierStage_isRefused() {
    assertThatThrownBy(() -> RankCheckpoints.join(store, PROCESS, settings -> settings))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("barrier");
  }

  private static List<String> train(StoreReference store) {
    return RankCheckpoints.run(
        LocalSpark.context(RANKS),
        RANKS,
        store,
        PROCESS,
        ranks -> {
          double[] sum =
              ranks
                  .start()
                  .map(last -> last.open().item("sum", Codecs.doubles()))
                  .orElseGet(() -> new double[1]);
          long begun = ranks.step();
          for (long step = begun; step < STEPS; step++) {
            if (step == 3 && ranks.rank() == 2 && DEATHS.getAndDecrement() > 0) {
              throw new IllegalStateException("rank 2 dies");
            }
            sum[0] +=
                ranks.exchange(Double.toString(share(step, ranks.rank()))).stream()
                    .mapToDouble(Double::parseDouble)
                    .sum();
            ranks.save(
                Progress.at(step + 1).of(STEPS), () -> State.of("sum", Codecs.doubles(), sum));
          }
          return begun + " " + sum[0];
        });
  }

  /**
   * A step adds what depends on the step and the rank, so a step that is lost or done twice shows.
   */
  private static double share(long step, int rank) {
    return (step + 1) * 10 + rank;
  }

  private static double expected() {
    return LongStream.range(0, STEPS)
        .mapToDouble(step -> share(step, 0) + share(step, 1) + share(step, 2) + share(step, 3))
        .sum();
  }

  private void assertStepsCommittedOnce(int claims) {
    try (var reader = CheckpointReader.open(MemoryStore.named(name), PROCESS)) {
      List<HistoryEntry> history = reader.history(100);
      assertThat(
              history.stream()
                  .flatMap(entry -> entry.checkpoint().stream())
                  .map(checkpoint -> checkpoint.progress().step()))
          .containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
      assertThat(history.stream().filter(entry -> entry.kind() == HistoryEntry.Kind.CLAIM))
          .hasSize(claims);
    }
  }
}
