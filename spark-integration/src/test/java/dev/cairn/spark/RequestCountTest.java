package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.store.ListRequest;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.Map;
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
  void run_newRun_onePutAndOneGetForEachPart() {
    run(64 * 30).run(Codecs.utf8(), Draws::draw);
    long parts = 64; // 32 tasks for each of 2 cores
    assertThat(parts()).isEqualTo(parts);
    assertThat(store.counts().requests())
        .isEqualTo(
            Map.of(
                RequestKind.PUT,
                parts,
                RequestKind.PUT_IF_ABSENT,
                3L, // the claim, the registration, the final checkpoint
                RequestKind.GET,
                parts, // the verification
                RequestKind.LIST,
                3L)); // two around the claim, one of the parts
  }

  @Test
  void run_resumed_listsThePartsAndReadsNoneToKnowWhatIsMissing() {
    assertThatThrownBy(
            () ->
                run(1100)
                    .partInterval(Duration.ZERO)
                    .run(
                        Codecs.utf8(),
                        (unit, context) -> {
                          if (unit == 1099) {
                            throw new IllegalStateException("no price");
                          }
                          return Draws.draw(unit, context);
                        }))
        .isInstanceOf(UnitFailedException.class);
    LocalSpark.awaitIdle(LocalSpark.context(2));
    assertThat(parts()).isEqualTo(1099);

    RequestCounts before = store.counts();
    RunResult<String> result = run(1100).run(Codecs.utf8(), Draws::draw);
    assertThat(result.restored()).isEqualTo(1099);
    assertThat(store.counts().minus(before).requests())
        .isEqualTo(
            Map.of(
                RequestKind.PUT,
                1L + 1, // the missing part; the list of parts, which is more than an entry takes
                RequestKind.PUT_IF_ABSENT,
                2L, // the claim, the final checkpoint
                RequestKind.GET,
                1L + 1100, // the log's newest entry; the verification
                RequestKind.LIST,
                2L + 2)); // around the claim; 1,099 parts
  }

  @Test
  void run_completedBefore_readsTheLogAlone() {
    run(200).run(Codecs.utf8(), Draws::draw);
    RequestCounts before = store.counts();
    run(200).run(Codecs.utf8(), Draws::draw);
    assertThat(store.counts().minus(before).requests())
        .isEqualTo(
            Map.of(RequestKind.PUT_IF_ABSENT, 1L, RequestKind.GET, 2L, RequestKind.LIST, 2L));
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

  private long parts() {
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
