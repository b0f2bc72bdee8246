package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.codec.Codecs;
import dev.cairn.run.PartSlice;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.spark.streaming.InjectedStores;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What readers of results, runs and ranks do when a caller goes on after an error. */
@Timeout(value = 100, unit = TimeUnit.SECONDS)
class RunAfterErrorTest {
  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final StoreReference reference = new StoreReference(InjectedStores.uri(store));

  @Test
  void readSlices_aGetHasFailed_skipsNothing() {
    var parts = new RunParts(store, new KeyPrefix("p/"), 100);
    String[] slices = {
      slice(parts, 0, "zero", "one"), slice(parts, 2, "two", "three"), slice(parts, 4, "four")
    };
    Iterator<String> results =
        new ReadSlices<>(new PartsReference(reference, "p/", 100), Codecs.utf8(), null)
            .call(slices);
    store.inject(RequestMatch.next(RequestKind.GET).skipping(1), Fault.lostRequest());
    var seen = new ArrayList<String>();
    assertThatThrownBy(() -> results.forEachRemaining(seen::add))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(seen).containsExactly("zero", "one");
    results.forEachRemaining(seen::add);
    assertThat(seen).containsExactly("zero", "one", "two", "three", "four");
  }

  @Test
  void listener_throwsWhenTheRunIsCompleted_newestCheckpointSaysCompleted() {
    ProcessId process = ProcessId.backtest("done");
    SparkRun run =
        SparkRun.on(LocalSpark.context(2))
            .store(reference.uri())
            .process(process)
            .codeVersion("1")
            .units(4)
            .listener(
                progress -> {
                  if (progress.phase() == RunProgress.Phase.COMPLETED) {
                    throw new IllegalStateException("a console that is gone");
                  }
                });
    assertThatThrownBy(() -> run.run(Codecs.utf8(), (unit, context) -> "r" + unit))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a console that is gone");
    try (var reader = CheckpointReader.open(store, process)) {
      assertThat(reader.latest().orElseThrow().progress().status()).isEqualTo(Status.COMPLETED);
    }
  }

  @Test
  void save_rankZeroGoesOnAfterAFailedSave_noRankTakesALaterStepForThatOne() {
    assertRankCannotGoOn(
        ranks -> {
          String first = trySave(ranks, 1, RunAfterErrorTest::cannotBeEncoded);
          String second = trySave(ranks, 2, State::empty);
          ranks.exchange("7");
          return first + ", " + second;
        });
  }

  @Test
  void save_rankSwallowsItsFailure_stageFails() {
    assertRankCannotGoOn(ranks -> trySave(ranks, 1, RunAfterErrorTest::cannotBeEncoded));
  }

  private static void assertRankCannotGoOn(RankFunction<String> function) {
    assertThatThrownBy(
            () ->
                RankCheckpoints.run(
                    LocalSpark.context(2),
                    2,
                    new StoreReference("memory:" + UUID.randomUUID()),
                    ProcessId.training("ranks"),
                    function))
        .hasMessageContaining("cannot go on");
  }

  private static String trySave(RankCheckpoints ranks, long step, Supplier<State> state) {
    try {
      return step + "=v" + ranks.save(Progress.at(step), state).version();
    } catch (IllegalStateException e) {
      return step + " failed";
    }
  }

  private static State cannotBeEncoded() {
    throw new IllegalStateException("cannot be encoded");
  }

  private static String slice(RunParts parts, long first, String... results) {
    var units = new UnitInterval(first, first + results.length - 1);
    List<byte[]> bytes =
        Stream.of(results).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return SliceText.of(new PartSlice(parts.write(units, "a", bytes), units));
  }
}
