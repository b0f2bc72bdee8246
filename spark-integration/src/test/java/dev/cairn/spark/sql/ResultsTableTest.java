package dev.cairn.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointEditor;
import dev.cairn.CheckpointNotFoundException;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.run.DamagedPartException;
import dev.cairn.run.OnMismatch;
import dev.cairn.spark.CountedStores;
import dev.cairn.spark.RunResult;
import dev.cairn.spark.SparkRun;
import dev.cairn.spark.UnitFunction;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectInfo;
import dev.cairn.store.RequestKind;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.jdk.javaapi.CollectionConverters;

@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ResultsTableTest {
  private enum Side {
    LONG,
    SHORT
  }

  private record Costs(double fee, float slippage) {}

  private record Metrics(
      String symbol,
      Side side,
      double sharpe,
      @Nullable Integer trades,
      boolean ok,
      Costs costs,
      byte small,
      short middle,
      float ratio) {
    static Metrics of(long unit) {
      return new Metrics(
          "S" + unit % 3,
          unit % 2 == 0 ? Side.LONG : Side.SHORT,
          -unit / 7.0,
          unit % 5 == 0 ? null : (int) unit,
          unit > 3,
          new Costs(unit * 0.1, 0.1f * unit),
          (byte) -unit,
          (short) (unit * 300),
          unit / 3.0f);
    }
  }

  private record Numbered(long unit, List<String> names, Instant when) {}

  private static final ProcessId PROCESS = ProcessId.backtest("momentum");

  private final String name = UUID.randomUUID().toString();
  private final String uri = "counted:" + name;
  private final CountingStore store = CountedStores.named(name);
  private final SparkSession spark = TestSession.get();

  @Test
  void load_jsonRecords_sameTableAsAsTableWithTheUnitInFront() {
    var result = run("1", 50, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit));
    Dataset<Row> table = read().load();
    assertThat(table.schema().simpleString())
        .isEqualTo(
            "struct<unit:bigint,symbol:string,side:string,sharpe:double,trades:int,ok:boolean,"
                + "costs:struct<fee:double,slippage:float>,small:tinyint,middle:smallint,ratio:float>");
    assertThat(table.drop("unit").collectAsList())
        .isEqualTo(result.asTable(Metrics.class).collectAsList());
    assertThat(TestSession.first(table.select("unit").collectAsList()))
        .containsExactlyElementsOf(
            LongStream.range(0, 50).boxed().map(Object.class::cast).toList());
    assertThat(table.filter("costs.fee > 3.95 and ok and side = 'SHORT'").count()).isEqualTo(5);
    assertThat(table.filter("trades is null").count()).isEqualTo(10);
  }

  @Test
  void load_cborRecords_sameTable() {
    var result = run("1", 30, Codecs.cbor(Metrics.class), (unit, context) -> Metrics.of(unit));
    assertThat(read().load().drop("unit").collectAsList())
        .isEqualTo(result.asTable(Metrics.class).collectAsList());
  }

  @Test
  void load_codecWithoutColumns_unitAndValue() {
    run("1", 3, Codecs.doubles(), (unit, context) -> new double[] {unit, 0.5});
    Dataset<Row> table = read().load();
    assertThat(table.schema().simpleString()).isEqualTo("struct<unit:bigint,value:array<double>>");
    assertThat(TestSession.first(table.selectExpr("value[0] + value[1]").collectAsList()))
        .containsExactly(0.5, 1.5, 2.5);
  }

  @Test
  void load_classThatIsNoRow_textUnlessASchemaIsGiven() {
    run(
        "1",
        4,
        Codecs.json(Numbered.class),
        (unit, context) ->
            new Numbered(unit * 10, List.of("a", "b" + unit), Instant.ofEpochSecond(unit)));
    Dataset<Row> text = read().load();
    assertThat(text.schema().simpleString()).isEqualTo("struct<unit:bigint,value:string>");
    assertThat(text.filter("unit = 1").first().getString(1))
        .isEqualTo("{\"unit\":10,\"names\":[\"a\",\"b1\"],\"when\":\"1970-01-01T00:00:01Z\"}");

    Dataset<Row> given = read().schema("names array<string>, when timestamp").load();
    assertThat(
            TestSession.first(
                given.selectExpr("names[1] || ' ' || unix_seconds(when)").collectAsList()))
        .containsExactly("b0 0", "b1 1", "b2 2", "b3 3");
  }

  @Test
  void load_schemaThatDoesNotFit_saysWhatStandsThere() {
    run("1", 2, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit));
    Dataset<Row> wrong = read().schema("symbol int").load();
    assertThatThrownBy(wrong::collectAsList)
        .hasMessageContaining("VALUE_STRING stands where an integer is needed");
    Dataset<Row> absent = read().schema("gain double").load();
    assertThatThrownBy(absent::collectAsList)
        .hasMessageContaining("it does not have all of [gain] once");
  }

  @Test
  void load_filterOnUnit_readsOnlyThePartsThatHoldSuchUnits() {
    run("1", 64, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit));
    long parts = parts().size();
    assertThat(parts).isEqualTo(8);
    Dataset<Row> some =
        read()
            .load()
            .filter("(unit between 8 and 15 or unit in (40, 41)) and not unit = 9")
            .select("unit", "symbol");
    RequestCounts before = store.counts();
    assertThat(TestSession.first(some.collectAsList()))
        .containsExactly(8L, 10L, 11L, 12L, 13L, 14L, 15L, 40L, 41L);
    assertThat(store.counts().minus(before).count(RequestKind.GET)).isEqualTo(2);
    var metrics =
        CollectionConverters.asJava(
            some.queryExecution().executedPlan().collectLeaves().head().metrics());
    assertThat(metrics.get("partsRead")).extracting(SQLMetric::value).isEqualTo(2L);
    assertThat(metrics.get("partsSkipped")).extracting(SQLMetric::value).isEqualTo(6L);
    assertThat(metrics.get("resultBytesRead")).extracting(SQLMetric::value).isNotEqualTo(0L);
    String plan = some.queryExecution().executedPlan().toString();
    assertThat(plan).contains("reads 2 of 8 parts", "unit").doesNotContain("Filter (");
    assertThat(read().load().filter("unit > 63").count()).isZero();
    assertThat(read().load().filter("unit is null").count()).isZero();
    assertThat(read().load().filter("5 > unit").count()).isEqualTo(5);
  }

  @Test
  void load_filtersOfAllKinds_sameRowsAsWithoutPushingThemDown() {
    run("1", 40, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit));
    Dataset<Row> pushed = read().load().select("unit");
    Dataset<Row> evaluated = spark.range(40).toDF("unit");
    for (String filter :
        List.of(
            "unit = 7",
            "unit <> 7",
            "unit < 7",
            "unit <= 7",
            "unit > 7",
            "unit >= 7",
            "unit = -1",
            "unit >= -1",
            "unit < -9223372036854775807",
            "unit <= 9223372036854775807",
            "unit > 9223372036854775806",
            "unit = 39",
            "unit >= 40",
            "unit in (1, 3, 5, 400, -2)",
            "unit not in (1, 3, 5)",
            "not (unit > 3 and unit < 30) or unit = 10",
            "unit % 2 = 0 and unit > 20",
            "unit is not null",
            "unit <=> 4",
            "unit > 3 or sqrt(unit) < 1")) {
      assertThat(pushed.filter(filter).orderBy("unit").collectAsList())
          .as(filter)
          .isEqualTo(evaluated.filter(filter).collectAsList());
    }
  }

  @Test
  void load_onlyUnitsOrACount_readsNoPart() {
    run("1", 64, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit));
    Dataset<Row> table = read().load();
    RequestCounts before = store.counts();
    assertThat(table.count()).isEqualTo(64);
    assertThat(table.selectExpr("sum(unit)").first().getLong(0)).isEqualTo(64 * 63 / 2);
    assertThat(store.counts().minus(before).count(RequestKind.GET)).isZero();
  }

  @Test
  void collect_executors_getEachPartOnceAndListNothing() {
    run("1", 64, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit));
    Dataset<Row> table = read().load();
    RequestCounts before = store.counts();
    assertThat(table.select("sharpe").collectAsList()).hasSize(64);
    RequestCounts read = store.counts().minus(before);
    assertThat(read.count(RequestKind.GET)).isEqualTo(8);
    assertThat(read.count(RequestKind.LIST)).isZero();
    assertThat(read.count(RequestKind.PUT)).isZero();
  }

  @Test
  void load_versionsAndTags_readTheResultsThatWereCompletedThen() {
    long first = run("1", 5, Codecs.utf8(), (unit, context) -> "old" + unit).version();
    CheckpointEditor.of(store, PROCESS).tag("best", first, Optional.empty());
    Instant between = Instant.now();
    long second = run("2", 6, Codecs.utf8(), (unit, context) -> "new" + unit).version();
    assertThat(values(read().load())).contains("new5").hasSize(6);
    assertThat(values(read().option("versionAsOf", first).load())).contains("old4").hasSize(5);
    assertThat(values(read().option("versionAsOf", "v" + second).load())).contains("new5");
    assertThat(values(read().option("tag", "best").load())).contains("old4");
    assertThat(values(read().option("timestampAsOf", between.toString()).load())).contains("old4");
    assertThatThrownBy(() -> read().option("versionAsOf", second + 40).load())
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("versions [" + first + ", " + second + "]");
    assertThatThrownBy(() -> read().option("tag", "best").option("versionAsOf", first).load())
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void load_newResultsMeanwhile_goesOnReadingThoseItBeganWith() {
    run("1", 5, Codecs.utf8(), (unit, context) -> "old" + unit);
    Dataset<Row> table = read().load();
    run("2", 6, Codecs.utf8(), (unit, context) -> "new" + unit);
    assertThat(values(table)).contains("old4").hasSize(5);
  }

  @Test
  void load_pathInsteadOfOptions_isStoreAndProcess() {
    run("1", 5, Codecs.utf8(), (unit, context) -> "old" + unit);
    assertThat(values(spark.read().format("cairn").load("counted:" + name + "/backtest/momentum")))
        .hasSize(5);
    assertThatThrownBy(() -> spark.read().format("cairn").load())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("options store and process");
  }

  @Test
  void collect_partIsDamaged_failsAndSaysWhichPart() {
    run("1", 16, Codecs.json(Metrics.class), (unit, context) -> Metrics.of(unit));
    Dataset<Row> table = read().load();
    ObjectInfo part = parts().get(0);
    byte[] bytes = MemoryStore.named(name).get(part.key()).orElseThrow();
    bytes[bytes.length - 1] ^= 1;
    MemoryStore.named(name).put(part.key(), ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
    assertThatThrownBy(() -> table.select("sharpe").collectAsList())
        .hasRootCauseInstanceOf(DamagedPartException.class);
  }

  @Test
  void load_nothingIsCompleted_saysSo() {
    assertThatThrownBy(() -> read().load())
        .isInstanceOf(CheckpointNotFoundException.class)
        .hasMessageContaining("no results yet");
  }

  private static List<Object> values(Dataset<Row> table) {
    return TestSession.first(table.select("value").collectAsList());
  }

  private List<ObjectInfo> parts() {
    return MemoryStore.named(name)
        .list(ListRequest.objects(PROCESS.prefix().folder("runs")))
        .objects();
  }

  private DataFrameReader read() {
    return spark.read().format("cairn").option("store", uri).option("process", PROCESS.toString());
  }

  private <R> RunResult<R> run(
      String version, long units, Codec<R> codec, UnitFunction<R> function) {
    return SparkRun.on(JavaSparkContext.fromSparkContext(spark.sparkContext()))
        .store(uri)
        .process(PROCESS)
        .codeVersion(version)
        .units(units)
        .tasksPerCore(4)
        .onMismatch(OnMismatch.RECOMPUTE)
        .run(codec, function);
  }
}
