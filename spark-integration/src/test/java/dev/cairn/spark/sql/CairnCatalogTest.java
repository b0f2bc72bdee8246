package dev.cairn.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.store.memory.MemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes as tables of SQL. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CairnCatalogTest {
  private static final ProcessId PROCESS = new ProcessId("dataset", "prices");

  private final String name = UUID.randomUUID().toString();
  private final MemoryStore store = MemoryStore.named(name);
  private final SparkSession spark = TestSession.withCatalog("memory:" + name);
  private long first;
  private Instant between = Instant.EPOCH;
  private long second;

  @BeforeEach
  void save() {
    first = save(3);
    CheckpointEditor.of(store, PROCESS).tag("best", first, Optional.empty());
    between = Instant.now();
    second = save(5);
    try (var manager =
        CheckpointManager.builder().store(store).process(ProcessId.training("ranker-2")).open()) {
      manager.save(Progress.at(7), State.empty());
    }
  }

  private long save(int rows) {
    spark
        .range(rows)
        .write()
        .format("cairn")
        .mode("overwrite")
        .save("memory:" + name + "/" + PROCESS);
    try (var reader = CheckpointReader.open(store, PROCESS)) {
      return reader.latest().orElseThrow().version();
    }
  }

  @Test
  void select_versionsTagsAndTimes() {
    assertThat(count("cairn.dataset.prices")).isEqualTo(5);
    assertThat(count("cairn.dataset.prices VERSION AS OF " + first)).isEqualTo(3);
    assertThat(count("cairn.dataset.prices VERSION AS OF " + second)).isEqualTo(5);
    assertThat(count("cairn.dataset.prices VERSION AS OF 'best'")).isEqualTo(3);
    assertThat(count("cairn.dataset.prices TIMESTAMP AS OF '" + between + "'")).isEqualTo(3);
    assertThatThrownBy(() -> count("cairn.dataset.prices VERSION AS OF 77"))
        .hasMessageContaining("versions [" + first + ", " + second + "]");
  }

  @Test
  void select_listings() {
    assertThat(count("cairn.dataset.prices.checkpoints WHERE step = 3")).isEqualTo(1);
    assertThat(count("cairn.training.`ranker-2`.entries")).isEqualTo(2);
    assertThat(count("cairn.dataset.prices.runs")).isEqualTo(2);
    assertThatThrownBy(() -> count("cairn.dataset.prices.weights"))
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void show_namespacesAndTables() {
    assertThat(first("SHOW NAMESPACES IN cairn")).containsExactlyInAnyOrder("dataset", "training");
    assertThat(first("SHOW NAMESPACES IN cairn.dataset")).containsExactly("dataset.prices");
    assertThat(
            TestSession.first(
                spark.sql("SHOW TABLES IN cairn.dataset").select("tableName").collectAsList()))
        .containsExactly("prices");
    assertThat(
            TestSession.first(
                spark
                    .sql("SHOW TABLES IN cairn.dataset.prices")
                    .select("tableName")
                    .collectAsList()))
        .contains("checkpoints", "entries");
    assertThat(first("DESCRIBE cairn.dataset.prices")).contains("id");
    assertThatThrownBy(() -> spark.sql("SHOW TABLES IN cairn.nothing"))
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void select_processWithoutResults_isNoTable() {
    assertThatThrownBy(() -> count("cairn.training.`ranker-2`"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    assertThatThrownBy(() -> count("cairn.training.nobody.checkpoints"))
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void insertOverwrite_savesANewVersion_andInsertIntoIsRefused() {
    spark.sql("INSERT OVERWRITE cairn.dataset.prices SELECT id FROM range(9)").collectAsList();
    assertThat(count("cairn.dataset.prices")).isEqualTo(9);
    assertThat(count("cairn.dataset.prices VERSION AS OF " + second)).isEqualTo(5);
    assertThatThrownBy(() -> spark.sql("INSERT INTO cairn.dataset.prices SELECT id FROM range(9)"))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void statementsThatChangeWhatThereIs_areRefusedInOneLine() {
    for (String statement :
        List.of(
            "DROP TABLE cairn.dataset.prices",
            "ALTER TABLE cairn.dataset.prices ADD COLUMN a int",
            "ALTER TABLE cairn.dataset.prices RENAME TO dataset.others",
            "CREATE TABLE cairn.dataset.others (a int)",
            "CREATE NAMESPACE cairn.others",
            "DROP NAMESPACE cairn.dataset CASCADE")) {
      assertThatThrownBy(() -> spark.sql(statement))
          .as(statement)
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("The catalog cairn cannot")
          .hasMessageNotContaining("\n");
    }
    assertThat(count("cairn.dataset.prices")).isEqualTo(5);
  }

  @Test
  void select_catalogWithoutStore_saysWhichSetting() {
    SparkSession session = TestSession.get().newSession();
    session.conf().set("spark.sql.catalog.bare", CairnCatalog.class.getName());
    assertThatThrownBy(() -> session.sql("SELECT * FROM bare.dataset.prices"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("spark.sql.catalog.bare.store");
  }

  private long count(String from) {
    return spark.sql("SELECT count(*) FROM " + from).first().getLong(0);
  }

  private List<Object> first(String statement) {
    return TestSession.first(spark.sql(statement).collectAsList());
  }
}
