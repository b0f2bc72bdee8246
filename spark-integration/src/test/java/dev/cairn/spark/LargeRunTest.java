package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointManager;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What runs of many parts and of many units ask of the store. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class LargeRunTest {
  private static final ProcessId PROCESS = ProcessId.backtest("large");

  private final String name = UUID.randomUUID().toString();
  private final CountingStore store = CountedStores.named(name);

  @Test
  void run_tenThousandScatteredParts_tenListingsTellWhatIsMissingAndNoPartIsRead() {
    long parts = 10_000;
    long units = 2 * parts; // every other one is done, which is the worst
    try (var manager =
        CheckpointManager.builder().store(MemoryStore.named(name)).process(PROCESS).open()) {
      RegisteredRun run =
          manager.register(
              RunDefinition.builder()
                  .codeVersion("1")
                  .units(units)
                  .resultSchema(Codecs.utf8().name())
                  .build(),
              OnMismatch.FAIL);
      var stored = new RunParts(MemoryStore.named(name), run.prefix(), units);
      for (long unit = 0; unit < units; unit += 2) {
        stored.write(new UnitInterval(unit, unit), "a", List.of("x".getBytes(UTF_8)));
      }
    }

    RequestCounts before = store.counts();
    // the listener is told for the first time when it is known what is missing
    assertThatThrownBy(
            () ->
                run(units)
                    .listener(
                        progress -> {
                          assertThat(progress.restored()).isEqualTo(parts);
                          throw new IllegalStateException("known");
                        })
                    .run(Codecs.utf8(), Draws::draw))
        .hasMessage("known");
    assertThat(store.counts().minus(before).requests())
        .isEqualTo(
            Map.of(
                RequestKind.LIST,
                10L + 2, // the parts; two around the claim
                RequestKind.GET,
                1L, // the log's newest entry
                RequestKind.PUT_IF_ABSENT,
                1L + 1)); // the claim; that the run failed
  }

  @Test
  void run_aMillionTinyUnits_arePackedIntoOnePartForEachTask() {
    RunResult<String> result = run(1_000_000).run(Codecs.utf8(), (unit, context) -> "r" + unit);
    assertThat(result.computed()).isEqualTo(1_000_000);
    long parts = 64; // 32 tasks for each of 2 cores
    assertThat(store.counts().requests())
        .isEqualTo(
            Map.of(
                RequestKind.PUT,
                parts,
                RequestKind.PUT_IF_ABSENT,
                3L, // the claim, the registration, the last checkpoint
                RequestKind.GET,
                parts, // the verification
                RequestKind.LIST,
                3L)); // two around the claim, one of the parts
  }

  private SparkRun run(long units) {
    return SparkRun.on(LocalSpark.context(2))
        .store("counted:" + name)
        .process(PROCESS)
        .codeVersion("1")
        .units(units)
        .partInterval(Duration.ofHours(1))
        .commitInterval(Duration.ofHours(1));
  }
}
