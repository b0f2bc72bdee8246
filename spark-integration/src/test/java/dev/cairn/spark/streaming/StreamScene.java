package dev.cairn.spark.streaming;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A query with a state: files of trades come in, one for each batch, and the traded volume of each
 * symbol goes out. What each batch must put out is known without Spark, so that a batch that is
 * left out, applied twice, or planned anew in another way is found.
 *
 * <p>The sink writes a file for each batch. A batch that is repeated must say the same again.
 */
record StreamScene(Path folder) {
  private static final Duration HELD = Duration.ofMinutes(5);
  private static final Duration MOMENT = Duration.ofMillis(10);
  private static final List<String> SYMBOLS = List.of("AAPL", "GOOG", "IBM", "MSFT");

  /** Files come at the start, so each has a time of its own and batches take them in order. */
  void createInput(int files, RandomGenerator random) throws IOException {
    Files.createDirectories(input());
    Files.createDirectories(output());
    for (int file = 0; file < files; file++) {
      var lines = new ArrayList<String>();
      for (int i = 0; i < 5; i++) {
        lines.add(SYMBOLS.get(random.nextInt(4)) + "," + random.nextInt(1000));
      }
      Path path = input().resolve("trades-%03d.csv".formatted(file));
      Files.write(path, lines);
      Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L + 1000L * file));
    }
  }

  /** What each batch puts out when nothing goes wrong. */
  List<List<String>> expected() throws IOException {
    var batches = new ArrayList<List<String>>();
    var volumes = new TreeMap<String, Long>();
    try (var files = Files.list(input())) {
      for (Path file : files.sorted().toList()) {
        var changed = new TreeMap<String, Long>();
        for (String line : Files.readAllLines(file)) {
          String[] trade = line.split(",", -1);
          changed.put(trade[0], volumes.merge(trade[0], Long.parseLong(trade[1]), Long::sum));
        }
        batches.add(lines(changed));
      }
    }
    return batches;
  }

  /**
   * Checks that the sink has received each trade exactly once. A batch that was planned but never
   * written to the log of offsets may be planned anew with more files in it, so batches need not be
   * those of {@link #expected}; but each volume is what was traded up to the end of some file,
   * grows from batch to batch, and ends with all trades.
   */
  void verifyExactlyOnce() throws IOException {
    Map<String, List<String>> expected = volumesBySymbol(expected());
    Map<String, List<String>> received = volumesBySymbol(received());
    assertThat(received).hasSameSizeAs(expected);
    expected.forEach(
        (symbol, volumes) -> {
          assertThat(volumes).as(symbol).containsSubsequence(received.get(symbol));
          assertThat(received.get(symbol)).as(symbol).endsWith(volumes.get(volumes.size() - 1));
        });
  }

  private static Map<String, List<String>> volumesBySymbol(List<List<String>> batches) {
    var volumes = new TreeMap<String, List<String>>();
    for (List<String> batch : batches) {
      for (String line : batch) {
        String[] parts = line.split("=", -1);
        volumes.computeIfAbsent(parts[0], symbol -> new ArrayList<>()).add(parts[1]);
      }
    }
    return volumes;
  }

  /** What the sink has received. */
  List<List<String>> received() throws IOException {
    var batches = new ArrayList<List<String>>();
    try (var files = Files.list(output())) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(n -> !n.endsWith("~"))
              .sorted()
              .toList();
      List<String> numbered = IntStream.range(0, names.size()).mapToObj("%03d"::formatted).toList();
      if (!names.equals(numbered)) {
        throw new AssertionError("The sink holds " + names + " and not " + numbered);
      }
      for (String name : names) {
        batches.add(Files.readAllLines(output().resolve(name)));
      }
    }
    return batches;
  }

  int receivedBatches() {
    try (var files = Files.list(output())) {
      return (int) files.filter(file -> !file.toString().endsWith("~")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Holds up the sinks of all queries, whatever process they are in, until they are let go. */
  void hold() throws IOException {
    Files.createDirectories(waiting());
  }

  /** How many sinks were held up with a batch. */
  int held() {
    try (var files = Files.list(waiting())) {
      return (int) files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void release() throws IOException {
    Files.createFile(folder.resolve("released"));
  }

  private void pass() throws IOException {
    if (!Files.exists(waiting())) {
      return;
    }
    Files.createFile(waiting().resolve(UUID.randomUUID().toString()));
    await().atMost(HELD).pollInterval(MOMENT).until(() -> Files.exists(folder.resolve("released")));
  }

  private Path waiting() {
    return folder.resolve("waiting");
  }

  /** A session whose queries keep their checkpoints by Cairn's manager. */
  static SparkSession session(SparkConf configuration, Map<String, String> settings) {
    configuration
        .set(CairnCheckpointFileManager.SETTING, CairnCheckpointFileManager.class.getName())
        .set("spark.sql.streaming.minBatchesToRetain", "3")
        .set("spark.sql.streaming.stateStore.minDeltasForSnapshot", "4")
        .set("spark.sql.streaming.stateStore.maintenanceInterval", "1s");
    settings.forEach(configuration::set);
    return SparkSession.builder().config(configuration).getOrCreate();
  }

  /** Starts the query; it ends when all files are processed. */
  StreamingQuery start(SparkSession session, String checkpoint) {
    try {
      return query(session, checkpoint).trigger(Trigger.AvailableNow()).start();
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private DataStreamWriter<Row> query(SparkSession session, String checkpoint) {
    Dataset<Row> volumes =
        session
            .readStream()
            .option("maxFilesPerTrigger", 1)
            .text(input().toString())
            .select(
                split(col("value"), ",").getItem(0).as("symbol"),
                split(col("value"), ",").getItem(1).cast("long").as("shares"))
            .groupBy("symbol")
            .agg(sum("shares").as("volume"));
    return volumes
        .writeStream()
        .outputMode("update")
        .option("checkpointLocation", checkpoint)
        .foreachBatch(this::receive);
  }

  private void receive(Dataset<Row> batch, Long number) {
    var volumes = new TreeMap<String, Long>();
    batch.collectAsList().forEach(row -> volumes.put(row.getString(0), row.getLong(1)));
    try {
      pass();
      Path file = output().resolve("%03d".formatted(number));
      if (Files.exists(file) && !Files.readAllLines(file).equals(lines(volumes))) {
        throw new IllegalStateException(
            "Batch %d was %s and now is %s"
                .formatted(number, Files.readAllLines(file), lines(volumes)));
      }
      Path aside = output().resolve(UUID.randomUUID() + "~");
      Files.write(aside, lines(volumes));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Map<String, Long> volumes) {
    return volumes.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private Path input() {
    return folder.resolve("input");
  }

  private Path output() {
    return folder.resolve("output");
  }
}
