package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.cairn.InvalidRequestException;
import dev.cairn.PerformancePage;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ListRequest;
import dev.cairn.store.RequestKind;
import dev.cairn.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.jdk.javaapi.CollectionConverters;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CairnPluginTest {
  private final String name = UUID.randomUUID().toString();

  @BeforeEach
  @AfterEach
  void stopTheOtherSpark() {
    SparkContext.getOrCreate(LocalSpark.configuration("local[2]")).stop();
  }

  private SparkConf configuration() {
    return LocalSpark.configuration("local[2]").set("spark.plugins", CairnPlugin.class.getName());
  }

  @ParameterizedTest
  @CsvSource({
    "spark.cairn.run.partByte, 4m, is not known",
    "spark.cairn.run.partBytes, 65m, 1 to 67108864 bytes",
    "spark.cairn.run.partBytes, many, many",
    "spark.cairn.run.partUnits, 0, 1 to 1048576 units",
    "spark.cairn.run.partInterval, -1s, -1s",
    "spark.cairn.run.commitInterval, 10ms, 0.1 seconds or more",
    "spark.cairn.run.tasksPerCore, 0, 1 task or more",
    "spark.cairn.run.tasksPerCore, x, x",
    "spark.cairn.cacheBytes, -1, -1",
    "spark.cairn.itemCacheBytes, lots, lots",
    "spark.cairn.s3a.enabled, perhaps, perhaps",
    "spark.cairn.streaming.patience, soon, soon",
  })
  void start_settingCannotBe_isRefusedInOneLine(String key, String value, String why) {
    assertThatThrownBy(() -> SettingsCheck.require(new SparkConf(false).set(key, value)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith("The application cannot start with these settings: '" + key + "'")
        .hasMessageContaining(why)
        .hasMessageEndingWith("Correct or remove them.")
        .hasMessageNotContaining("\n");
  }

  @Test
  void start_settingsCannotBe_sparkDoesNotStartAndAllAreNamed() {
    SparkConf conf =
        configuration()
            .set("spark.cairn.run.partByte", "4m")
            .set("spark.cairn.run.tasksPerCore", "0");
    assertThatThrownBy(() -> new JavaSparkContext(conf))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("'spark.cairn.run.partByte' is not known")
        .hasMessageContaining("'spark.cairn.run.tasksPerCore' cannot be '0'");
  }

  @Test
  void start_settingsThatCanBe_pass() {
    SettingsCheck.require(
        new SparkConf(false)
            .set("spark.cairn.store", "memory:a")
            .set("spark.cairn.cacheBytes", "0")
            .set("spark.cairn.run.partInterval", "0ms")
            .set("spark.cairn.s3a.enabled", "false")
            .set("spark.cairn.streaming.patience", "5s")
            .set("spark.cairnery", "is another's"));
  }

  @Test
  void settings_ofTheDocumentation_areThoseThatAreChecked() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (String page : new String[] {"spark.md", "spark-streaming.md"}) {
      var names =
          Pattern.compile("`(spark\\.cairn\\.[A-Za-z0-9.]+)`")
              .matcher(Files.readString(Path.of("..", "docs", page)));
      while (names.find()) {
        documented.add(names.group(1));
      }
    }
    assertThat(documented).isEqualTo(new TreeSet<>(SettingsCheck.known()));
  }

  @Test
  void start_storeCannotBeOpened_sparkDoesNotStart() {
    SparkConf conf = configuration().set("spark.cairn.store", "nowhere:" + name);
    assertThatThrownBy(() -> new JavaSparkContext(conf))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nowhere:");
  }

  @Test
  void start_storeIsNamed_oneGetIsSentBeforeAnyTask() throws IOException {
    var conf = configuration().set("spark.cairn.store", "counted:" + name);
    try (var spark = new JavaSparkContext(conf)) {
      var store = CountedStores.named(name);
      await().until(() -> store.counts().count(RequestKind.GET) == 1);
      assertThat(spark.parallelize(List.of(1, 2)).count()).isEqualTo(2);
      PerformancePage.section("Runs on Spark")
          .require("the plugin's warm-up, in each JVM", store.counts());
    }
  }

  @Test
  void run_namesNoStore_goesToTheOneOfTheConfigurationAndIsCounted() {
    var conf =
        configuration()
            .set("spark.cairn.store", "opened:" + name)
            .set("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:1")
            .set("spark.hadoop.fs.s3a.secret.key", "s");
    var counts = OpenedStores.named(name);
    RunResult<String> result;
    try (var spark = new JavaSparkContext(conf)) {
      Map<String, Gauge<?>> before = gauges(spark);
      long computed = value(before, "units.computed");
      long parts = value(before, "parts.written");
      long restored = value(before, "units.restored");
      long puts = value(before, "requests.put");
      long written = value(before, "bytes.written");
      result = run(spark);
      assertThat(result.computed()).isEqualTo(40);
      Map<String, Gauge<?>> after = gauges(spark);
      assertThat(value(after, "units.computed")).isEqualTo(computed + 40);
      assertThat(value(after, "parts.written")).isEqualTo(parts + 4);
      assertThat(value(after, "units.restored")).isEqualTo(restored);
      assertThat(value(after, "requests.put")).isEqualTo(puts + 4);
      assertThat(value(after, "bytes.written")).isGreaterThan(written);
      assertThat(value(after, "lastCommit.version")).isEqualTo(result.version());
      assertThat(after.keySet())
          .containsExactlyInAnyOrder(
              "requests.put-if-absent",
              "requests.put",
              "requests.get",
              "requests.get-range",
              "requests.head",
              "requests.list",
              "requests.delete",
              "bytes.written",
              "bytes.read",
              "cache.hits",
              "cache.loads",
              "cache.bytes",
              "units.computed",
              "parts.written",
              "units.restored",
              "lastCommit.version");
      long hits = value(after, "cache.hits");
      assertThat(result.asRdd().count()).isEqualTo(40);
      assertThat(result.asRdd().count()).isEqualTo(40);
      assertThat(value(after, "cache.hits")).isGreaterThan(hits);
      assertThat(value(after, "cache.bytes")).isPositive();
      assertThat(counts.opened()).isEqualTo(1);
      assertThat(counts.setting("fs.s3a.endpoint")).contains("http://127.0.0.1:1");
      assertThat(counts.setting("fs.s3a.secret.key")).contains("s");
      assertThat(counts.setting("fs.s3a.access.key")).isEmpty();
      assertThat(counts.closed()).isZero();
    }
    assertThat(counts.closed()).isEqualTo(1);
    // what a program still has in hand goes on to work
    assertThat(result.stream()).hasSize(40);
    assertThat(counts.opened()).isEqualTo(2);
  }

  @Test
  void settingsOfS3a_switchedOff_areNotAsked() {
    var conf =
        configuration()
            .set("spark.cairn.store", "opened:" + name)
            .set("spark.cairn.s3a.enabled", "false")
            .set("spark.hadoop.fs.s3a.endpoint", "http://127.0.0.1:1");
    try (var spark = new JavaSparkContext(conf)) {
      assertThat(spark.sc().isStopped()).isFalse();
      assertThat(OpenedStores.named(name).opened()).isEqualTo(1);
      assertThat(OpenedStores.named(name).setting("fs.s3a.endpoint")).isEmpty();
    }
  }

  @Test
  void nextApplication_withoutThePlugin_opensStoresWithItsOwnSettings() {
    for (String endpoint : new String[] {"http://127.0.0.1:1", "http://127.0.0.1:2"}) {
      var conf = LocalSpark.configuration("local[2]").set("spark.hadoop.fs.s3a.endpoint", endpoint);
      try (var spark = new JavaSparkContext(conf)) {
        assertThat(spark.sc().isStopped()).isFalse();
        new StoreReference("opened:" + name).open().list(ListRequest.objects(KeyPrefix.ROOT));
        assertThat(OpenedStores.named(name).setting("fs.s3a.endpoint")).contains(endpoint);
      }
    }
    assertThat(OpenedStores.named(name).opened()).isEqualTo(2);
    assertThat(OpenedStores.named(name).closed()).isEqualTo(1);
  }

  @Test
  void executor_warmUpFails_isLoggedOnceAndNothingElse() {
    OpenedStores.named(name).refuse();
    try (var log = new LogLines(WarmUp.class)) {
      var executor = new ExecutorSide();
      executor.init(context("1"), Map.of());
      await().until(() -> log.lines().size() == 1);
      executor.shutdown();
      assertThat(log.lines())
          .containsExactly(
              "WARN The store could not be tried out beforehand: It is not to be opened now.");
    }
    OpenedStores.named(name).accept();
    assertThat(new StoreReference("opened:" + name).open()).isNotNull();
  }

  @Test
  void executor_warmUpWorks_countsItsRequestsAndClosesTheStore() {
    var context = context("1");
    var executor = new ExecutorSide();
    executor.init(context, Map.of());
    var counts = OpenedStores.named(name);
    await().until(() -> counts.opened() == 1);
    assertThat(context.metricRegistry().getGauges())
        .containsKeys("requests.get", "units.computed")
        .doesNotContainKeys("units.restored", "lastCommit.version");
    executor.shutdown();
    await().until(() -> counts.closed() == 1);
  }

  @Test
  void executor_isTheDriver_leavesAllToTheDriverSide() {
    var context = context("driver");
    var executor = new ExecutorSide();
    executor.init(context, Map.of());
    executor.shutdown();
    assertThat(context.metricRegistry().getNames()).isEmpty();
    assertThat(OpenedStores.named(name).opened()).isZero();
  }

  private RunResult<String> run(JavaSparkContext spark) {
    return SparkRun.on(spark)
        .process(ProcessId.backtest("plugged"))
        .codeVersion("1")
        .units(40)
        .tasksPerCore(2)
        .run(Codecs.utf8(), (unit, context) -> "result " + unit);
  }

  private static Map<String, Gauge<?>> gauges(JavaSparkContext spark) {
    var sources =
        CollectionConverters.asJava(
            spark
                .sc()
                .env()
                .metricsSystem()
                .getSourcesByName("plugin." + CairnPlugin.class.getName()));
    assertThat(sources).hasSize(1);
    Source source = sources.get(0);
    @SuppressWarnings({"unchecked", "rawtypes"}) // of a raw type in the library
    Map<String, Gauge<?>> gauges = (Map) source.metricRegistry().getGauges();
    return gauges;
  }

  private static long value(Map<String, Gauge<?>> gauges, String of) {
    return (Long) Objects.requireNonNull(gauges.get(of), of).getValue();
  }

  /** What Spark gives an executor's plugin. */
  private PluginContext context(String executor) {
    var registry = new MetricRegistry();
    var conf = new SparkConf(false).set("spark.cairn.store", "opened:" + name);
    return new PluginContext() {
      @Override
      public MetricRegistry metricRegistry() {
        return registry;
      }

      @Override
      public SparkConf conf() {
        return conf;
      }

      @Override
      public String executorID() {
        return executor;
      }

      @Override
      public String hostname() {
        return "localhost";
      }

      @Override
      public Map<String, ResourceInformation> resources() {
        return Map.of();
      }

      @Override
      public void send(Object message) {
        throw new UnsupportedOperationException("nothing is to be sent");
      }

      @Override
      public Object ask(Object message) {
        throw new UnsupportedOperationException("nothing is to be asked");
      }
    };
  }
}
