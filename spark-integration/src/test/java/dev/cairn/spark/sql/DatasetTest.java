package dev.cairn.spark.sql;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.FencedException;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.spark.CountedStores;
import dev.cairn.spark.StoreReference;
import dev.cairn.store.ListRequest;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.RequestCounts;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Dataset as one checkpoint. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DatasetTest {
  private static final ProcessId PROCESS = new ProcessId("dataset", "prices");

  private final String name = UUID.randomUUID().toString();
  private final String path = "counted:" + name + "/" + PROCESS;
  private final SparkSession spark = TestSession.get();

  private Dataset<Row> rows(long count, int partitions) {
    return spark
        .range(0, count, 1, partitions)
        .selectExpr(
            "id",
            "id % 2 = 0 as even",
            "cast(id % 100 as tinyint) as small",
            "if(id % 3 = 0, null, cast(id as double) / 7) as price",
            "repeat('ä', cast(id % 5 as int)) as text",
            "array(id, id + 1) as pair",
            "map('k', id) as by_key",
            "named_struct('a', id, 'b', struct(cast(id as decimal(20,3)) as c)) as nested",
            "timestamp_seconds(id * 86400) as at",
            "date_add(date'2026-01-01', cast(id as int)) as day",
            "cast(repeat('b', cast(id % 4 as int)) as binary) as bytes");
  }

  @Test
  void save_columnsOfAllTypes_areReadBackAsTheyWere() {
    Dataset<Row> rows = rows(1000, 4);
    rows.write().format("cairn").mode("overwrite").save(path);
    Dataset<Row> read = spark.read().format("cairn").load(path);
    assertThat(read.schema()).isEqualTo(rows.schema());
    assertThat(read.collectAsList()).isEqualTo(rows.collectAsList());
    assertThat(read.filter("nested.b.c = 12 and even").select("by_key").count()).isEqualTo(1);
    assertThat(read.count()).isEqualTo(1000);
  }

  @Test
  void save_requests_onePutForEachPartitionAndThreeEntries() {
    RequestCounts before = CountedStores.named(name).counts();
    rows(100, 4).write().format("cairn").mode("overwrite").save(path);
    RequestCounts counts = CountedStores.named(name).counts().minus(before);
    assertThat(counts.count(RequestKind.PUT)).isEqualTo(4);
    assertThat(counts.count(RequestKind.PUT_IF_ABSENT)).isEqualTo(3); // claim, run, checkpoint
    try (var reader = CheckpointReader.open(CountedStores.named(name), PROCESS)) {
      assertThat(reader.list()).hasSize(1);
      var progress = reader.latest().orElseThrow().progress();
      assertThat(progress.step()).isEqualTo(100);
      assertThat(progress.status()).isEqualTo(Status.COMPLETED);
    }
  }

  @Test
  void save_rowsThatFillSeveralPieces_comeBackInOrder() {
    Dataset<Row> rows =
        spark.range(0, 40_000, 1, 2).selectExpr("id", "repeat(uuid(), 16) as text").cache();
    rows.write().format("cairn").mode("overwrite").save(path);
    assertThat(parts()).isGreaterThan(2);
    Dataset<Row> read = spark.read().format("cairn").load(path);
    assertThat(read.selectExpr("sum(id)", "count(*)", "sum(hash(text))").first())
        .isEqualTo(rows.selectExpr("sum(id)", "count(*)", "sum(hash(text))").first());
    assertThat(TestSession.first(read.select("id").collectAsList()))
        .isEqualTo(TestSession.first(rows.select("id").collectAsList()));
    rows.unpersist();
  }

  @Test
  void save_again_earlierVersionsAreRead_withColumnsOfTheirOwn() {
    rows(10, 2).write().format("cairn").mode("overwrite").save(path);
    long first = newest();
    rows(5, 1).select("id", "text").write().format("cairn").mode("overwrite").save(path);
    assertThat(spark.read().format("cairn").load(path).columns()).containsExactly("id", "text");
    assertThat(spark.read().format("cairn").load(path).count()).isEqualTo(5);
    Dataset<Row> old = spark.read().format("cairn").option("versionAsOf", first).load(path);
    assertThat(old.columns()).hasSize(11);
    assertThat(old.count()).isEqualTo(10);
  }

  @Test
  void save_noRows_isAnEmptyDataset() {
    rows(10, 2).filter(lit(false)).write().format("cairn").mode("overwrite").save(path);
    Dataset<Row> read = spark.read().format("cairn").load(path);
    assertThat(read.columns()).hasSize(11);
    assertThat(read.collectAsList()).isEmpty();
  }

  @Test
  void save_taskFails_nothingIsCommittedAndTheLastOneStays() {
    rows(10, 2).write().format("cairn").mode("overwrite").save(path);
    spark
        .udf()
        .register(
            "failing",
            (UDF1<Long, Long>)
                id -> {
                  if (id == 70) {
                    throw new IllegalStateException("no row " + id);
                  }
                  return id;
                },
            DataTypes.LongType);
    long before = newest();
    long parts = parts();
    Dataset<Row> failing = spark.range(0, 80, 1, 4).selectExpr("failing(id) as id");
    assertThatThrownBy(() -> failing.write().format("cairn").mode("overwrite").save(path))
        .hasStackTraceContaining("no row 70");
    assertThat(newest()).isEqualTo(before);
    assertThat(parts()).isEqualTo(parts); // those of the tasks that had ended are gone
    assertThat(spark.read().format("cairn").load(path).count()).isEqualTo(10);
  }

  @Test
  void save_attemptsThatWereNotCommitted_areInNoCheckpoint() {
    var schema = rows(1, 1).select("id").schema();
    var address =
        new TableAddress(
            new StoreReference("counted:" + name), PROCESS, TableKind.RESULTS, new AsOf.Latest());
    var write = new DatasetWrite(address, schema);
    var factory = write.createBatchWriterFactory(() -> 1);
    var messages = new java.util.ArrayList<WriterCommitMessage>();
    for (long attempt : List.of(1L, 2L)) {
      try (var writer = factory.createWriter(0, attempt)) {
        writer.write(
            new org.apache.spark.sql.catalyst.expressions.GenericInternalRow(
                new Object[] {attempt}));
        messages.add(writer.commit());
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    write.commit(new WriterCommitMessage[] {messages.get(1)});
    assertThat(parts()).isEqualTo(2);
    assertThat(TestSession.first(spark.read().format("cairn").load(path).collectAsList()))
        .containsExactly(2L);
  }

  @Test
  void commit_anotherWriterHasOpened_isFencedAndDeletesNothing() {
    rows(10, 2).write().format("cairn").mode("overwrite").save(path);
    long before = newest();
    var address =
        new TableAddress(
            new StoreReference("counted:" + name), PROCESS, TableKind.RESULTS, new AsOf.Latest());
    var write = new DatasetWrite(address, rows(1, 1).select("id").schema());
    var unused = write.createBatchWriterFactory(() -> 1);
    CheckpointManager.builder().store(CountedStores.named(name)).process(PROCESS).open().close();
    assertThatThrownBy(() -> write.commit(new WriterCommitMessage[0]))
        .isInstanceOf(FencedException.class);
    write.abort(new WriterCommitMessage[0]);
    assertThat(newest()).isEqualTo(before);
  }

  @Test
  void save_appended_isRefusedWithWhatToDo() {
    assertThatThrownBy(() -> rows(1, 1).write().format("cairn").mode("append").save(path))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("mode(\"overwrite\")");
    assertThatThrownBy(
            () ->
                rows(1, 1)
                    .write()
                    .format("cairn")
                    .option("versionAsOf", 3)
                    .mode("overwrite")
                    .save(path))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("as of v3");
  }

  private long newest() {
    try (var reader = CheckpointReader.open(CountedStores.named(name), PROCESS)) {
      return reader.latest().orElseThrow().version();
    }
  }

  private long parts() {
    return CountedStores.named(name)
        .list(ListRequest.objects(PROCESS.prefix().folder("runs")))
        .objects()
        .size();
  }
}
