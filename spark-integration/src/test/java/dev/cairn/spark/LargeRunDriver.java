package dev.cairn.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.CheckpointManager;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A driver of its own, so that its heap can be a small one: {@code UNITS PARTS}, where of {@code
 * UNITS} the even ones before {@code 2 * PARTS} are in the store, each in a part of its own. It
 * brings the run to its end. Executors and the store share the heap.
 */
final class LargeRunDriver {
  private static final ProcessId PROCESS = ProcessId.backtest("large");
  private static final String STORE = "large";

  private LargeRunDriver() {}

  public static void main(String[] arguments) {
    long units = Long.parseLong(arguments[0]);
    int parts = Integer.parseInt(arguments[1]);
    if (parts > 0) {
      store(units, parts);
    }
    var store = CountedStores.named(STORE);
    RequestCounts before = store.counts();
    // Spark refuses a heap as small as this one, unless it is told that it has more
    try (var spark =
        new JavaSparkContext(
            LocalSpark.configuration("local[2]").set("spark.testing.memory", "512000000"))) {
      RunResult<String> result =
          SparkRun.on(spark)
              .store("counted:" + STORE)
              .process(PROCESS)
              .codeVersion("1")
              .units(units)
              .partInterval(Duration.ofHours(1))
              .commitInterval(Duration.ofHours(1))
              .run(Codecs.utf8(), (unit, context) -> "r" + unit);
      System.out.println(
          "restored=%d computed=%d requests=%s"
              .formatted(
                  result.restored(), result.computed(), store.counts().minus(before).requests()));
    }
  }

  private static void store(long units, int parts) {
    try (var manager =
        CheckpointManager.builder().store(MemoryStore.named(STORE)).process(PROCESS).open()) {
      RegisteredRun run =
          manager.register(
              RunDefinition.builder()
                  .codeVersion("1")
                  .units(units)
                  .resultSchema(Codecs.utf8().name())
                  .build(),
              OnMismatch.FAIL);
      var stored = new RunParts(MemoryStore.named(STORE), run.prefix(), units);
      for (long unit = 0; unit < 2L * parts; unit += 2) {
        stored.write(new UnitInterval(unit, unit), "a", List.of(("r" + unit).getBytes(UTF_8)));
      }
    }
  }
}
