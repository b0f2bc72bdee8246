package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.run.OnMismatch;
import dev.cairn.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Scala of docs/spark.md is compiled by Spark's Scala, with no way around, and runs. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ScalaSnippetsTest {
  private static final int RANKS = 4;

  @TempDir private static Path folder;

  private static ScalaSnippets snippets = new ScalaSnippets(List.of(), Path.of(""));

  @BeforeAll
  static void compile() throws IOException {
    snippets = ScalaSnippets.compile(Path.of("..", "docs", "spark.md"), folder);
  }

  @Test
  void run_ofAFunctionLiteral_isKeptAndComputedOnce() throws Exception {
    int block = snippets.with("SparkRun.on(spark)");
    String first = snippets.run(block, session());
    assertThat(first.lines().mapToDouble(Double::parseDouble))
        .hasSize(10)
        .allMatch(max -> max > 2); // the largest of 3,000 draws
    assertThat(snippets.run(block, session())).isEqualTo(first);
    try (var reader = CheckpointReader.open(snippets.store(block), ProcessId.backtest("walks"))) {
      assertThat(reader.list()).hasSize(1);
    }
  }

  @Test
  void tables_ofAProcessWithTwoRuns_showResultsAsTheyWere() throws Exception {
    int block = snippets.with("VERSION AS OF 7");
    String store = snippets.store(block);
    assertThat(sweep(store, "1", 10)).isEqualTo(3);
    CheckpointEditor.of(ObjectStores.open(store), ProcessId.backtest("momentum"))
        .tag("best", 3, Optional.empty());
    assertThat(sweep(store, "2", 20)).isEqualTo(7);
    assertThat(sweep(store, "3", 30)).isEqualTo(10);
    try (var manager =
        CheckpointManager.builder().store(store).process(ProcessId.training("ranker")).open()) {
      for (long step : new long[] {999, 1000}) {
        manager.save(Progress.at(step).metric("loss", 0.25 * step), State.empty());
      }
    }

    String[] shown = snippets.run(block, session()).split("only showing top 20 rows", -1);

    assertThat(shown[0]).contains("| 119|      30| 119.0|");
    assertThat(shown[1]).contains("|   0|      20|");
    assertThat(shown[2]).contains("250.0").doesNotContain("249.75");
  }

  /** One run of the process, which replaces the one before. */
  private static long sweep(String store, String codeVersion, int lookback) {
    return SparkRun.on(LocalSpark.context(RANKS))
        .store(store)
        .process(ProcessId.backtest("momentum"))
        .codeVersion(codeVersion)
        .onMismatch(OnMismatch.RECOMPUTE)
        .units(120)
        .run(
            Codecs.json(SparkExample.Metrics.class),
            (unit, context) -> new SparkExample.Metrics(lookback, unit))
        .version();
  }

  @Test
  void ranks_ofABarrierStage_allEndWithTheSumThatIsCommitted() throws Exception {
    int block = snippets.with("RankCheckpoints.join");
    double sum = (0 + 1 + 2) * (0 + 1 + 2 + 3); // of steps, times that of ranks
    String all = "sums %s %s %s %s\n".formatted(sum, sum, sum, sum);
    assertThat(snippets.run(block, session())).isEqualTo(all);
    assertThat(snippets.run(block, session())).isEqualTo(all);
    try (var reader = CheckpointReader.open(snippets.store(block), ProcessId.training("ranker"))) {
      assertThat(reader.latest().orElseThrow().progress().step()).isEqualTo(3);
    }
  }

  private static SparkSession session() {
    return SparkSession.builder()
        .sparkContext(LocalSpark.context(RANKS).sc())
        .getOrCreate()
        .newSession();
  }
}
