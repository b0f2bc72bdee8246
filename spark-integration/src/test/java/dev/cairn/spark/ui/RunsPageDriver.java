package dev.cairn.spark.ui;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import dev.cairn.spark.RunResult;
import dev.cairn.spark.SparkForTests;
import dev.cairn.spark.SparkRun;
import dev.cairn.spark.UnitFailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.awaitility.Awaitility;

/**
 * A driver of its own: {@code FOLDER UI}. A run of 40 units fails from its 13th on, is resumed, is
 * held up in its last task, and ends. With a user interface, its page is copied to FOLDER while it
 * is held up and when it has ended. In between it prints what the page must show.
 */
final class RunsPageDriver {
  static final ProcessId PROCESS = ProcessId.backtest("swept");
  static final long UNITS = 40;
  static final String PROBE = "<script>alert('probe')</script> & \"more\"";

  private static final AtomicBoolean FAILS = new AtomicBoolean(true);
  private static final CountDownLatch HELD = new CountDownLatch(1);
  private static final CountDownLatch GO_ON = new CountDownLatch(1);
  private static final Map<Long, Integer> TASKS = new ConcurrentHashMap<>();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private RunsPageDriver() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    boolean shown = Boolean.parseBoolean(arguments[1]);
    SparkConf conf =
        SparkForTests.configuration(2)
            .set("spark.ui.enabled", arguments[1])
            .set("spark.ui.port", "0")
            .set("spark.hadoop.fs.s3a.secret.key", arguments[2]);
    try (var spark = new JavaSparkContext(conf)) {
      try {
        run(spark);
      } catch (UnitFailedException e) {
        System.out.println("failed");
      }
      FAILS.set(false);
      TASKS.clear();
      CompletableFuture<RunResult<String>> resumed =
          CompletableFuture.supplyAsync(() -> run(spark));
      if (!HELD.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the last unit was not computed");
      }
      int last = Objects.requireNonNull(TASKS.get(UNITS - 1));
      long open = TASKS.values().stream().filter(task -> task == last).count();
      System.out.println("done=" + (UNITS - open));
      if (shown) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> isAt(spark, UNITS - open));
        copy(spark, folder, "running");
      }
      GO_ON.countDown();
      RunResult<String> result = resumed.get();
      if (shown) {
        copy(spark, folder, "ended");
      }
      System.out.printf(
          "restored=%d computed=%d version=%d%n",
          result.restored(), result.computed(), result.version());
      run(spark); // which finds it completed
      if (shown) {
        copy(spark, folder, "again");
      }
    }
  }

  private static RunResult<String> run(JavaSparkContext spark) {
    return SparkRun.on(spark)
        .store("memory:page")
        .process(PROCESS)
        .codeVersion("1")
        .units(UNITS)
        .tasksPerCore(4)
        .commitInterval(Duration.ofMillis(100))
        .partInterval(Duration.ZERO)
        .run(Codecs.utf8(), (unit, context) -> compute(unit));
  }

  private static String compute(long unit) throws InterruptedException {
    TASKS.put(unit, TaskContext.getPartitionId());
    if (FAILS.get() && unit >= 12) {
      throw new IllegalStateException(PROBE);
    }
    if (!FAILS.get() && unit == UNITS - 1) {
      HELD.countDown();
      GO_ON.await();
    }
    return "result " + unit;
  }

  /** Whether all tasks but one have ended, as far as the page knows, and a commit came after. */
  private static boolean isAt(JavaSparkContext spark, long done) throws Exception {
    JsonNode run = new ObjectMapper().readTree(get(spark, "cairn/json/")).path(0);
    return run.path("done").asLong() == done && run.path("lastCommit").isNumber();
  }

  private static void copy(JavaSparkContext spark, Path folder, String name) throws Exception {
    Files.writeString(folder.resolve(name + ".json"), get(spark, "cairn/json/"));
    Files.writeString(folder.resolve(name + ".html"), get(spark, "cairn/")); // the younger one
    Files.writeString(folder.resolve(name + "-still.html"), get(spark, "cairn/?refresh=off"));
  }

  private static String get(JavaSparkContext spark, String path) throws Exception {
    URI interfaceOf = URI.create(spark.sc().uiWebUrl().get());
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + interfaceOf.getPort() + "/" + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " was answered with " + answer.statusCode());
    }
    return answer.body();
  }
}
