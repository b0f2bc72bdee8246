package dev.cairn.benchmarks.cluster;

import dev.cairn.benchmarks.throughput.Medians;
import dev.cairn.spark.cluster.Way;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run of the benchmark found.
 *
 * @param server that it ran on
 * @param partitions of the RDD
 * @param bytes of a partition
 * @param cores of each worker: how many tasks it runs at a time
 * @param rounds that were measured
 * @param processors of the machine
 * @param rows one for each way
 * @param probe the requests by which Cairn's driver found out, once, that the server is safe
 * @param ofRddCheckpoint what Cairn takes over computing alone, divided by what {@code
 *     RDD.checkpoint} takes over it
 * @param ofRawPut the same, divided by what plain requests take over it
 */
record ClusterReport(
    String server,
    int partitions,
    int bytes,
    int cores,
    int rounds,
    int processors,
    List<Row> rows,
    long probe,
    double ofRddCheckpoint,
    double ofRawPut) {

  /**
   * How one way fared.
   *
   * @param way to keep the partitions
   * @param seconds the median
   * @param fastest of the rounds, in seconds
   * @param slowest of the rounds, in seconds
   * @param over the median, less that of computing alone, in seconds
   * @param requests of one round, the probe's excluded
   * @param perPartition all requests, divided by the number of partitions
   */
  record Row(
      Way way,
      double seconds,
      double fastest,
      double slowest,
      double over,
      Map<RequestType, Long> requests,
      double perPartition) {}

  /**
   * The report of what was measured.
   *
   * @param seconds of each way, one for each round
   * @param requests of each way in one round
   */
  static ClusterReport of(
      String server,
      int partitions,
      int bytes,
      int cores,
      Map<Way, List<Double>> seconds,
      Map<Way, Map<RequestType, Long>> requests,
      long probe) {
    List<Row> rows = new ArrayList<>();
    double alone = Medians.of(of(seconds, Way.ALONE));
    for (Way way : Way.values()) {
      List<Double> took = of(seconds, way).stream().sorted().toList();
      Map<RequestType, Long> asked = requests.getOrDefault(way, Map.of());
      rows.add(
          new Row(
              way,
              Medians.of(took),
              took.get(0),
              took.get(took.size() - 1),
              Medians.of(took) - alone,
              asked,
              (double) asked.values().stream().mapToLong(Long::longValue).sum() / partitions));
    }
    return new ClusterReport(
        server,
        partitions,
        bytes,
        cores,
        of(seconds, Way.ALONE).size(),
        Runtime.getRuntime().availableProcessors(),
        rows,
        probe,
        over(rows, Way.CAIRN) / over(rows, Way.RDD_CHECKPOINT),
        over(rows, Way.CAIRN) / over(rows, Way.RAW_PUT));
  }

  private static List<Double> of(Map<Way, List<Double>> seconds, Way way) {
    List<Double> took = seconds.get(way);
    if (took == null || took.isEmpty()) {
      throw new IllegalStateException(
          "The application did not say how long %s took.".formatted(way));
    }
    return took;
  }

  private static double over(List<Row> rows, Way way) {
    return rows.stream()
        .filter(row -> row.way() == way)
        .mapToDouble(Row::over)
        .findFirst()
        .orElseThrow();
  }

  /** The same for people, as tables of Markdown. */
  String tables() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d partitions of %,d bytes on two workers (tasks at a time on each: %d), on %s; %d processors for all; medians of %d rounds%n%n",
            partitions,
            bytes,
            cores,
            server,
            processors,
            rounds));
    text.append(
        "| way | seconds | fastest to slowest | over computing alone | requests a partition | requests |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f to %.2f | %.2f | %.2f | %s |%n",
              name(row.way()),
              row.seconds(),
              row.fastest(),
              row.slowest(),
              row.over(),
              row.perPartition(),
              Arrays.stream(RequestType.values())
                  .filter(row.requests()::containsKey)
                  .map(type -> type + " " + row.requests().get(type))
                  .collect(Collectors.joining(", "))));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%nOver computing alone, Cairn takes %.3f of RDD.checkpoint and %.2f of raw PUTs. Before, once, it tried the server with %d requests.%n",
            ofRddCheckpoint,
            ofRawPut,
            probe));
    return text.toString();
  }

  private static String name(Way way) {
    return switch (way) {
      case ALONE -> "computing alone";
      case CAIRN -> "Cairn";
      case RDD_CHECKPOINT -> "RDD.checkpoint to s3a://";
      case RAW_PUT -> "raw PUTs of the SDK";
    };
  }
}
