package dev.cairn.benchmarks.cluster;

import dev.cairn.s3.testing.FaultyProxy;
import dev.cairn.s3.testing.FaultyProxy.Sent;
import dev.cairn.s3.testing.S3TestServer;
import dev.cairn.spark.cluster.HadoopAws;
import dev.cairn.spark.cluster.JavaProcess;
import dev.cairn.spark.cluster.PartitionsApplication;
import dev.cairn.spark.cluster.StandaloneCluster;
import dev.cairn.spark.cluster.Way;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster of two workers, on which the application runs twice: once through a proxy that sees
 * every request, and once straight to the server, for the time.
 */
final class Measurement implements AutoCloseable {
  private static final int WORKERS = 2;
  private static final Pattern TOOK = Pattern.compile("(?m)^took (\\w+) (\\d+) (\\d+)$");
  private static final Duration LONGEST = Duration.ofHours(2);

  static {
    // else each answer of the proxy waits for the client to acknowledge what came before it
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final S3TestServer server;
  private final int partitions;
  private final int bytes;
  private final int cores;
  private final StandaloneCluster cluster;

  /**
   * Starts the cluster.
   *
   * @param cores of each worker, whatever the machine has
   */
  Measurement(S3TestServer server, int partitions, int bytes, int cores) {
    this.server = server;
    this.partitions = partitions;
    this.bytes = bytes;
    this.cores = cores;
    this.cluster = StandaloneCluster.start(server.environment(), WORKERS, cores);
  }

  /**
   * What was counted in one round.
   *
   * @param requests of each way, those of the probe excluded
   * @param probe the requests by which Cairn's driver found out that the server is safe
   */
  record Counted(Map<Way, Map<RequestType, Long>> requests, long probe) {}

  /** Each way once. */
  Counted count() {
    try (var proxy = new FaultyProxy(server.endpoint())) {
      Map<Way, String> places = run(proxy.endpoint(), 0).places();
      Map<Way, Map<RequestType, Long>> requests = new EnumMap<>(Way.class);
      long probe = 0;
      for (Sent request : proxy.sent()) {
        if (text(request).contains("_probe")) {
          probe++;
        } else {
          requests
              .computeIfAbsent(way(request, places), first -> new EnumMap<>(RequestType.class))
              .merge(RequestType.of(request), 1L, Long::sum);
        }
      }
      return new Counted(requests, probe);
    }
  }

  /** How long each way took in each round, in seconds. */
  Map<Way, List<Double>> time(int rounds) {
    Map<Way, List<Double>> seconds = new LinkedHashMap<>();
    Matcher took = TOOK.matcher(run(server.endpoint(), rounds).printed());
    while (took.find()) {
      if (Integer.parseInt(took.group(2)) > 0) {
        seconds
            .computeIfAbsent(Way.valueOf(took.group(1)), first -> new ArrayList<>())
            .add(Long.parseLong(took.group(3)) / 1e9);
      }
    }
    return seconds;
  }

  /** What a run of the application printed, and where each way kept the partitions. */
  private record Ran(String printed, Map<Way, String> places) {}

  private Ran run(URI endpoint, int rounds) {
    Map<Way, String> places = new EnumMap<>(Way.class);
    for (Way way : List.of(Way.CAIRN, Way.RDD_CHECKPOINT, Way.RAW_PUT)) {
      places.put(way, server.newStore(Measurement.class));
    }
    var settings = new HashMap<>(HadoopAws.settings(endpoint.toString(), server.region().id()));
    settings.put("spark.executor.cores", Integer.toString(cores));
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.extraJavaOptions", "-XX:+UseSerialGC");
    settings.put("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    settings.put("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    try (JavaProcess driver =
        cluster.submit(
            PartitionsApplication.class,
            WORKERS * cores,
            HadoopAws.jars(),
            settings,
            List.of(
                place(places, Way.CAIRN),
                place(places, Way.RDD_CHECKPOINT).replaceFirst("^s3:", "s3a:"),
                place(places, Way.RAW_PUT),
                Integer.toString(partitions),
                Integer.toString(bytes),
                Integer.toString(rounds)))) {
      if (driver.waitFor(LONGEST) != 0) {
        throw new IllegalStateException("The application failed: " + driver.output());
      }
      return new Ran(driver.output(), places);
    }
  }

  private static String place(Map<Way, String> places, Way way) {
    return places.getOrDefault(way, "");
  }

  /** Each way has a place whose name no other request has in its path, its query or its body. */
  private static Way way(Sent request, Map<Way, String> places) {
    String text = text(request);
    return places.entrySet().stream()
        .filter(place -> text.contains(place.getValue().replaceFirst(".*/", "")))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a request of nobody: " + request.target()));
  }

  private static String text(Sent request) {
    return request.target() + request.form();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
