package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.CheckpointReader;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RunMismatchException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.RequestKind;
import dev.cairn.store.counting.CountingStore;
import dev.cairn.store.counting.RequestCounts;
import dev.cairn.store.memory.MemoryStore;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scala.Tuple2;

/** Stages of a local Spark whose partitions are kept. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CheckpointedStageTest {
  private static final ProcessId FIRST = new ProcessId("features", "daily");
  private static final ProcessId SECOND = new ProcessId("features", "weekly");

  /** How often each partition was computed, by what the test calls it. */
  private static final Map<String, LongAdder> COMPUTED = new ConcurrentHashMap<>();

  private final JavaSparkContext spark = LocalSpark.context(2);
  private final String name = UUID.randomUUID().toString();
  private final String uri = "memory:" + name;

  private CheckpointedStage stage(ProcessId process) {
    return CheckpointedStage.in(uri).process(process).codeVersion("1");
  }

  /** Six partitions of ten texts; the one of number {@code poison} cannot be computed. */
  private JavaRDD<String> source(int poison) {
    String counter = name;
    return spark
        .parallelize(IntStream.range(0, 60).boxed().toList(), 6)
        .mapPartitionsWithIndex(
            (partition, numbers) -> {
              if (partition == poison) {
                throw new IllegalStateException("partition " + partition + " is poisoned");
              }
              COMPUTED.computeIfAbsent(counter + partition, p -> new LongAdder()).increment();
              var texts = new ArrayList<String>();
              numbers.forEachRemaining(number -> texts.add("n" + number));
              return texts.iterator();
            },
            true);
  }

  private List<Long> computed() {
    return IntStream.range(0, 6)
        .mapToObj(p -> COMPUTED.getOrDefault(name + p, new LongAdder()).sum())
        .toList();
  }

  @Test
  void rdd_computesOnceAndKeepsPartitionsAndOrder() {
    JavaRDD<String> kept = stage(FIRST).rdd(source(-1), Codecs.utf8());
    List<List<String>> expected = source(-1).glom().collect();
    COMPUTED.clear();
    assertThat(kept.glom().collect()).isEqualTo(expected);
    assertThat(kept.getNumPartitions()).isEqualTo(6);
    JavaRDD<String> again = stage(FIRST).rdd(source(-1), Codecs.utf8());
    assertThat(again.glom().collect()).isEqualTo(expected);
    assertThat(computed()).as("all of it was read").containsOnly(0L);
  }

  @Test
  void rdd_applicationFails_nextOneComputesOnlyWhatIsMissing() {
    assertThatThrownBy(() -> stage(FIRST).rdd(source(4), Codecs.utf8()))
        .isInstanceOf(RunFailedException.class)
        .hasMessageContaining("partition 4 is poisoned");
    LocalSpark.awaitIdle(spark);
    long stored = parts();
    List<Long> before = computed();
    assertThat(stored).isBetween(1L, 5L);
    JavaRDD<String> kept = stage(FIRST).rdd(source(-1), Codecs.utf8());
    assertThat(kept.collect()).isEqualTo(IntStream.range(0, 60).mapToObj(n -> "n" + n).toList());
    assertThat(parts()).isEqualTo(6);
    long again = 0;
    for (int partition = 0; partition < 6; partition++) {
      again += computed().get(partition) - before.get(partition);
    }
    assertThat(again).isEqualTo(6 - stored);
  }

  @Test
  void rdd_readsBackOnlyWhatOthersHaveStored() {
    CountingStore store = CountedStores.named(name);
    CheckpointedStage stage =
        CheckpointedStage.in("counted:" + name).process(FIRST).codeVersion("1");
    assertThatThrownBy(() -> stage.rdd(source(4), Codecs.utf8()))
        .isInstanceOf(RunFailedException.class);
    LocalSpark.awaitIdle(spark);
    long stored = parts();
    assertThat(stored).isBetween(1L, 5L);

    RequestCounts before = store.counts();
    JavaRDD<String> kept = stage.rdd(source(-1), Codecs.utf8());
    RequestCounts counts = store.counts().minus(before);
    assertThat(counts.count(RequestKind.PUT)).isEqualTo(6 - stored);
    assertThat(counts.count(RequestKind.GET)).as("the log, and parts").isEqualTo(1 + stored);

    before = store.counts();
    assertThat(kept.collect()).isEqualTo(IntStream.range(0, 60).mapToObj(n -> "n" + n).toList());
    assertThat(store.counts().minus(before).count(RequestKind.GET)).isEqualTo(6);
    JavaRDD<String> other =
        CheckpointedStage.in("counted:other" + name)
            .process(FIRST)
            .codeVersion("1")
            .rdd(source(-1), Codecs.utf8());
    assertThat(CountedStores.named("other" + name).counts().count(RequestKind.GET)).isZero();
    assertThat(digest("other" + name)).isEqualTo(digest(name));
    assertThat(other.count()).isEqualTo(60);
  }

  private static String digest(String store) {
    try (CheckpointReader reader = CheckpointReader.open(MemoryStore.named(store), FIRST)) {
      return reader.restoreLatest().orElseThrow().item("digest", Codecs.utf8());
    }
  }

  @Test
  void rdd_afterShuffle_isRefusedOrSorted() {
    JavaRDD<String> shuffled = counted();
    assertThatThrownBy(() -> stage(FIRST).rdd(shuffled, Codecs.utf8()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("UNORDERED")
        .hasMessageContaining("order(SORTED)");
    List<String> kept =
        stage(FIRST).order(ElementOrder.SORTED).rdd(shuffled, Codecs.utf8()).collect();
    assertThat(kept).containsExactlyInAnyOrderElementsOf(shuffled.collect());
    List<String> other =
        stage(SECOND).order(ElementOrder.SORTED).rdd(counted(), Codecs.utf8()).collect();
    assertThat(other).isEqualTo(kept);
  }

  private JavaRDD<String> counted() {
    return JavaPairRDD.fromJavaRDD(source(-1).map(text -> new Tuple2<>(text.length(), text)))
        .groupByKey(3)
        .map(
            group -> {
              var texts = new ArrayList<String>();
              group._2().forEach(texts::add);
              Collections.sort(texts);
              return group._1() + String.join(",", texts);
            });
  }

  @Test
  void rdd_roundRobinAfterShuffle_isRefused() {
    JavaRDD<String> dealt = counted().coalesce(2, true);
    assertThatThrownBy(() -> stage(FIRST).order(ElementOrder.SORTED).rdd(dealt, Codecs.utf8()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("INDETERMINATE")
        .hasMessageContaining("round-robin");
  }

  @Test
  void rdd_earlierStageChanges_laterOneIsRefusedAndNamesIt() {
    JavaRDD<String> first = stage(FIRST).rdd(source(-1), Codecs.utf8());
    JavaRDD<String> second = stage(SECOND).rdd(first.map(t -> t + "!"), Codecs.utf8());
    assertThat(second.first()).isEqualTo("n0!");

    JavaRDD<String> changed =
        stage(FIRST)
            .codeVersion("2")
            .onMismatch(OnMismatch.RECOMPUTE)
            .rdd(source(-1).map(t -> t + "?"), Codecs.utf8());
    assertThatThrownBy(() -> stage(SECOND).rdd(changed.map(t -> t + "!"), Codecs.utf8()))
        .isInstanceOf(RunMismatchException.class)
        .hasMessageContaining("stage features/daily");
    JavaRDD<String> anew =
        stage(SECOND)
            .onMismatch(OnMismatch.RECOMPUTE)
            .rdd(changed.map(t -> t + "!"), Codecs.utf8());
    assertThat(anew.first()).isEqualTo("n0?!");
  }

  @Test
  void dataset_keepsTypesNullsAndNesting() {
    SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    StructType schema =
        StructType.fromDDL(
            "b BOOLEAN, y TINYINT, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, t STRING, "
                + "x BINARY, m DECIMAL(20,4), day DATE, time TIMESTAMP, local TIMESTAMP_NTZ, "
                + "a ARRAY<INT>, r STRUCT<p: STRING, q: ARRAY<DOUBLE>>");
    var full =
        RowFactory.create(
            true,
            (byte) -1,
            (short) 2,
            3,
            1L << 40,
            Float.NaN,
            -0.0,
            "käse",
            new byte[] {0, -1},
            new BigDecimal("-12345678901.2345"),
            Date.valueOf("1969-12-31"),
            Timestamp.valueOf("2026-11-24 18:16:41.123456"),
            java.time.LocalDateTime.parse("1960-02-29T23:59:59.999999"),
            new Integer[] {1, null, 3},
            RowFactory.create("p", new Double[] {1.5, null}));
    var empty = RowFactory.create(new Object[schema.length()]);
    Dataset<Row> rows = session.createDataFrame(List.of(full, empty, full), schema);
    Dataset<Row> kept = stage(FIRST).dataset(rows);
    assertThat(kept.schema()).isEqualTo(rows.schema());
    assertThat(kept.toJSON().collectAsList()).isEqualTo(rows.toJSON().collectAsList());
    assertThat(stage(FIRST).dataset(rows).exceptAll(rows).count()).isZero();
    session.conf().set("spark.sql.datetime.java8API.enabled", true);
    try {
      assertThat(stage(SECOND).dataset(rows).toJSON().collectAsList())
          .isEqualTo(rows.toJSON().collectAsList());
    } finally {
      session.conf().unset("spark.sql.datetime.java8API.enabled");
    }
  }

  @Test
  void dataset_aggregatedUnderAdaptiveExecution_hasThePartitionsOfItsPlan() {
    SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    Dataset<Row> sums =
        session.range(1000).groupBy(functions.expr("id % 7").as("k")).agg(functions.sum("id"));
    assertThatThrownBy(() -> stage(FIRST).dataset(sums))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("UNORDERED");
    Dataset<Row> kept = stage(FIRST).order(ElementOrder.SORTED).dataset(sums);
    assertThat(kept.javaRDD().getNumPartitions())
        .isEqualTo(Integer.parseInt(session.conf().get("spark.sql.shuffle.partitions")));
    assertThat(kept.orderBy("k").collectAsList()).isEqualTo(sums.orderBy("k").collectAsList());
  }

  @Test
  void dataset_withChance_isRefusedAndTheExpressionIsNamed() {
    SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
    Dataset<Row> noise = session.range(10).select(functions.rand().as("noise"));
    assertThatThrownBy(() -> stage(FIRST).dataset(noise))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("rand(");
    Dataset<Row> maps = session.range(1).select(functions.expr("map('a', id)").as("m"));
    assertThatThrownBy(() -> stage(FIRST).dataset(maps))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("its column m is a map<string,bigint>");
  }

  private long parts() {
    try (ObjectStore store = ObjectStores.open(uri)) {
      return keys(store).stream().filter(key -> key.contains("/runs/")).count();
    }
  }

  private static List<String> keys(ObjectStore store) {
    return store.list(ListRequest.objects(KeyPrefix.ROOT)).objects().stream()
        .map(object -> object.key().value())
        .toList();
  }
}
