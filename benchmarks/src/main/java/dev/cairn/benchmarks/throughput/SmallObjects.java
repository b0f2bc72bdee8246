package dev.cairn.benchmarks.throughput;

import dev.cairn.CheckpointManager;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.codec.Codecs;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import dev.cairn.store.WriteCondition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** How long one small save takes, next to one plain request that writes as many bytes. */
final class SmallObjects {
  private static final String FOLDER = "small";
  private static final String RAW = "SDK PUT, if absent";

  private final Site site;
  private final int count;

  /** Measures {@code count} of each kind, after as many that do not count. */
  SmallObjects(Site site, int count) {
    this.site = site;
    this.count = count;
  }

  /**
   * How long requests of one kind took.
   *
   * @param name what was done
   * @param medianMillis of all
   * @param p95Millis 95 of 100 took less
   * @param ofRaw the median, divided by that of the raw request
   */
  record Row(String name, double medianMillis, double p95Millis, double ofRaw) {}

  List<Row> run() {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    ProcessId process = ProcessId.training("small");
    byte[] state = Payload.random(1_000, 1);
    S3Client raw = site.server().client();
    var clock = new SteppedClock();
    try (ObjectStore store = ObjectStores.open(site.uri(FOLDER));
        CheckpointManager manager =
            CheckpointManager.builder()
                .store(site.uri(FOLDER))
                .process(process)
                .clock(clock)
                .open()) {
      // As many as are in an entry when one is saved each minute, with an hour of grace.
      for (int step = 1; step <= 100; step++) {
        clock.addMinute();
        save(manager, step, state);
      }
      byte[] entry = newestEntry(process);
      int warm = count;
      for (int each = 0; each < warm + count; each++) {
        int number = each;
        clock.addMinute();
        Map<String, Runnable> ways = new LinkedHashMap<>();
        ways.put(
            RAW,
            () ->
                raw.putObject(
                    request ->
                        request
                            .bucket(site.bucket())
                            .key(site.prefix() + FOLDER + "/raw/" + number)
                            .ifNoneMatch("*"),
                    RequestBody.fromBytes(entry)));
        ways.put(
            "a put of the store, if absent",
            () ->
                store.put(
                    new ObjectKey("put/" + number),
                    ByteBuffer.wrap(entry),
                    WriteCondition.IF_ABSENT));
        ways.put("save of 1,000 bytes", () -> save(manager, 100L + number, state));
        ways.forEach(
            (name, way) -> {
              long start = System.nanoTime();
              way.run();
              double took = (System.nanoTime() - start) / 1e6;
              if (number >= warm) {
                millis.computeIfAbsent(name, first -> new ArrayList<>()).add(took);
              }
            });
      }
    } finally {
      site.clear(FOLDER);
    }
    double base = Medians.of(millis.getOrDefault(RAW, List.of(1.0)));
    return millis.entrySet().stream()
        .map(
            entry -> {
              List<Double> sorted = entry.getValue().stream().sorted().toList();
              double median = Medians.of(sorted);
              return new Row(
                  entry.getKey(), median, sorted.get(sorted.size() * 95 / 100), median / base);
            })
        .toList();
  }

  private static void save(CheckpointManager manager, long step, byte[] state) {
    manager.save(Progress.at(step), State.of("state", Codecs.bytes(), state));
  }

  private static final class SteppedClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void addMinute() {
      now = now.plus(Duration.ofMinutes(1));
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** Listings are newest first. */
  private byte[] newestEntry(ProcessId process) {
    String key = site.list(FOLDER + "/" + process + "/log").get(0).key();
    return site.server()
        .client()
        .getObjectAsBytes(request -> request.bucket(site.bucket()).key(key))
        .asByteArray();
  }
}
