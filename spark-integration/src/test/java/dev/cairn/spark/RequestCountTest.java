package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.PerformancePage;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.store.ListRequest;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a run asks of the store, to the request. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RequestCountTest {
  private static final ProcessId PROCESS = ProcessId.backtest("counted");

  private final String name = UUID.randomUUID().toString();
  private final CountingStore store = CountedStores.named(name);

  @Test
  void run_newRun_onePutAndOneGetForEachPart() throws IOException {
    run(64 * 30).run(Codecs.utf8(), Draws::draw);
    long parts = 64; // 32 tasks for each of 2 cores
    assertThat(parts(name)).isEqualTo(parts);
    // Conditional puts: the claim, the registration, the final checkpoint. Gets: the verification.
    // Lists: two around the claim, one of the parts.
    PerformancePage.section("Runs on Spark").require("a new run of 64 parts", store.counts());
  }

  @Test
  void run_resumed_listsThePartsAndReadsNoneToKnowWhatIsMissing() throws IOException {
    String of = name;
    assertThatThrownBy(
            () ->
                run(1100)
                    .partInterval(Duration.ZERO)
                    .run(
                        Codecs.utf8(),
                        (unit, context) -> {
                          if (unit == 1099) {
                            // what other tasks have not stored ends with them
                            await().until(() -> parts(of) == 1099);
                            throw new IllegalStateException("no price");
                          }
                          return Draws.draw(unit, context);
                        }))
        .isInstanceOf(UnitFailedException.class);
    LocalSpark.awaitIdle(LocalSpark.context(2));
    assertThat(parts(name)).isEqualTo(1099);

    RequestCounts before = store.counts();
    RunResult<String> result = run(1100).run(Codecs.utf8(), Draws::draw);
    assertThat(result.restored()).isEqualTo(1099);
    // Conditional puts: the claim, the final checkpoint. Puts: the missing part, and the list of
    // parts, which is more than an entry takes. Gets: the log's newest entry, the verification.
    // Lists: two around the claim, two of 1,099 parts.
    PerformancePage.section("Runs on Spark")
        .require("a run of 1,100 parts, one of which is missing", store.counts().minus(before));
  }

  @Test
  void run_completedBefore_readsTheLogAlone() throws IOException {
    run(200).run(Codecs.utf8(), Draws::draw);
    RequestCounts before = store.counts();
    run(200).run(Codecs.utf8(), Draws::draw);
    PerformancePage.section("Runs on Spark")
        .require("a run that is completed, again", store.counts().minus(before));
  }

  private SparkRun run(long units) {
    return SparkRun.on(LocalSpark.context(2))
        .store("counted:" + name)
        .process(PROCESS)
        .codeVersion("1")
        .units(units)
        .seed(1)
        .commitInterval(Duration.ofHours(1));
  }

  private static long parts(String name) {
    var all = MemoryStore.named(name);
    long count = 0;
    var request = java.util.Optional.of(ListRequest.objects(PROCESS.prefix().folder("runs")));
    while (request.isPresent()) {
      var now = request.get();
      var page = all.list(now);
      count += page.objects().size();
      request = page.continuation().map(now::after);
    }
    return count;
  }
}
