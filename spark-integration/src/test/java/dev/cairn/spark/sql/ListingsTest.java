package dev.cairn.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.PartName;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.store.memory.MemoryStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tables of a process besides its results. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ListingsTest {
  private static final ProcessId PROCESS = ProcessId.training("ranker");
  private static final int SAVES = 20;

  private final String name = UUID.randomUUID().toString();
  private final MemoryStore store = MemoryStore.named(name);
  private long first;
  private long run;
  private PartName part = new PartName(new UnitInterval(0, 0), "a", "0".repeat(64));

  @BeforeEach
  void save() {
    try (var manager =
        CheckpointManager.builder()
            .store(store)
            .process(PROCESS)
            .keep(Keep.last(SAVES + 1))
            .open()) {
      for (int step = 1; step <= SAVES; step++) {
        long version =
            manager
                .save(
                    Progress.at(step).of(SAVES).metric("loss", 1.0 / step),
                    State.of("weights", Codecs.doubles(), new double[step]))
                .version();
        first = step == 1 ? version : first;
      }
      manager.save(
          Progress.at(SAVES).status(Status.FAILED).because("no more memory"), State.empty());
      var registered =
          manager.register(
              RunDefinition.builder().codeVersion("1").units(10).seed(4).build(), OnMismatch.FAIL);
      run = registered.version();
      part =
          new RunParts(store, registered.prefix(), 10)
              .write(new UnitInterval(2, 3), "a", List.of(new byte[5], new byte[6]));
    }
    CheckpointEditor editor = CheckpointEditor.of(store, PROCESS);
    editor.pin(first);
    editor.tag("start", first, Optional.empty());
  }

  @Test
  void checkpoints_all_areThereWithWhatIsKnownOfThem() {
    Dataset<Row> table = table("checkpoints");
    assertThat(table.count()).isEqualTo(SAVES + 1);
    Row oldest = table.orderBy("version").first();
    assertThat(oldest.<Long>getAs("version")).isEqualTo(first);
    assertThat(oldest.<Long>getAs("step")).isEqualTo(1);
    assertThat(oldest.<Long>getAs("total_steps")).isEqualTo(SAVES);
    assertThat(oldest.<String>getAs("status")).isEqualTo("IN_PROGRESS");
    assertThat(oldest.<String>getAs("reason")).isNull();
    assertThat(oldest.getJavaMap(oldest.fieldIndex("metrics")).get("loss")).isEqualTo(1.0);
    assertThat(oldest.getList(oldest.fieldIndex("tags"))).hasToString("[start]");
    assertThat(oldest.<Boolean>getAs("pinned")).isTrue();
    assertThat(oldest.<Integer>getAs("items")).isEqualTo(1);
    assertThat(oldest.<Long>getAs("bytes")).isEqualTo(8);
    assertThat(TestSession.first(table.filter("pinned").select("step").collectAsList()))
        .containsExactly(1L);
    Row failed = table.filter("status = 'FAILED'").first();
    assertThat(failed.<String>getAs("reason")).isEqualTo("no more memory");
    assertThat(failed.<Long>getAs("total_steps")).isNull();
  }

  @Test
  void checkpoints_filters_areEvaluatedBeforeRowsAreMadeAndStandInThePlan() {
    for (String filter :
        List.of(
            "step > 15",
            "step >= 3 and step < 5",
            "status = 'FAILED' or step = 2",
            "status in ('FAILED', 'COMPLETED')",
            "not (status = 'IN_PROGRESS')",
            "status > 'F' and step <> 4",
            "pinned or step = 3")) {
      Dataset<Row> some = table("checkpoints").filter(filter).select("version");
      assertThat(some.queryExecution().executedPlan().toString())
          .as(filter)
          .contains("filters [")
          .doesNotContain("filters []");
      Dataset<Row> all = table("checkpoints").cache();
      assertThat(some.orderBy("version").collectAsList())
          .as(filter)
          .isEqualTo(all.filter(filter).select("version").orderBy("version").collectAsList());
      all.unpersist();
    }
    assertThat(table("checkpoints").filter("total_steps is null").count()).isEqualTo(1);
    assertThat(table("checkpoints").filter("metrics['loss'] < 0.06").count()).isEqualTo(4);
  }

  @Test
  void items_perCheckpoint_haveCodecAndSize() {
    Row row = table("items").filter("step = 7").first();
    assertThat(row.<String>getAs("name")).isEqualTo("weights");
    assertThat(row.<String>getAs("codec")).isEqualTo("f64");
    assertThat(row.<Long>getAs("bytes")).isEqualTo(56);
  }

  @Test
  void entries_allKinds_newestFirst() {
    Dataset<Row> table = table("entries");
    assertThat(TestSession.first(table.select("kind").distinct().collectAsList()))
        .containsExactlyInAnyOrder("CLAIM", "COMMIT", "EDIT");
    assertThat(table.filter("kind = 'CLAIM'").first().<Long>getAs("epoch")).isEqualTo(1);
    assertThat(table.filter("status = 'FAILED'").count()).isEqualTo(1);
    assertThat(table.first().<String>getAs("kind")).isEqualTo("EDIT");
  }

  @Test
  void runsAndParts_registered_areListed() {
    Row registered = table("runs").first();
    assertThat(registered.<Long>getAs("run")).isEqualTo(run);
    assertThat(registered.<Long>getAs("completed_by")).isNull();
    assertThat(registered.getJavaMap(registered.fieldIndex("definition")).get("seed"))
        .isEqualTo("4");
    Row stored = table("parts").first();
    assertThat(stored.<Long>getAs("run")).isEqualTo(run);
    assertThat(stored.<Long>getAs("first_unit")).isEqualTo(2);
    assertThat(stored.<Long>getAs("last_unit")).isEqualTo(3);
    assertThat(stored.<String>getAs("sha256")).isEqualTo(part.sha256());
    assertThat(stored.<String>getAs("key")).endsWith(part.format());
    assertThat(stored.<Long>getAs("stored_bytes")).isPositive();
  }

  @Test
  void table_thatThereIsNot_orTimeTravelWhereThereIsNone_isRefused() {
    assertThatThrownBy(() -> table("weights"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("checkpoints");
    assertThatThrownBy(
            () ->
                TestSession.get()
                    .read()
                    .format("cairn")
                    .option("table", "checkpoints")
                    .option("versionAsOf", 3)
                    .load("memory:" + name + "/" + PROCESS))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("as of v3");
  }

  private Dataset<Row> table(String table) {
    return TestSession.get()
        .read()
        .format("cairn")
        .option("table", table)
        .load("memory:" + name + "/" + PROCESS);
  }
}
