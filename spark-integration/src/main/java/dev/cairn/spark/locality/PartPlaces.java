package dev.cairn.spark.locality;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.run.PartName;
import dev.cairn.spark.StoreReference;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * What the driver of an application knows of parts in the caches of its executors: who read a part
 * last, of the {@value #MOST_PARTS} parts that were read last. For Cairn's own use; safe for use by
 * many threads.
 *
 * <p><b>Nobody ever waits for it.</b> Spark's scheduler keeps a task that prefers a busy executor
 * back for {@code spark.locality.wait}, which is 3 seconds unless it is set, while other cores may
 * be idle; that is longer than nearly any part takes to be fetched, and there is no such setting
 * for a job. So preferences are given only where Spark does not wait: where {@code
 * spark.locality.wait} is 0. There a core that becomes free takes a task that prefers its executor
 * if there is one, and else any other, so a preference costs nothing, whether it is true or not.
 * Elsewhere nothing is given and nothing is remembered.
 *
 * <p>An executor that is gone is forgotten. What is known of a living one may be wrong, since its
 * cache may have let go of a part; then the task fetches it, as it would anywhere.
 */
public final class PartPlaces {
  static final int MOST_PARTS = 20_000;

  private static final Map<SparkContext, PartPlaces> APPLICATIONS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final boolean used;
  private final Cache<Long, Place> places =
      Caffeine.newBuilder().maximumSize(MOST_PARTS).executor(Runnable::run).build();

  PartPlaces(boolean used) {
    this.used = used;
  }

  /** What is known in an application. */
  public static PartPlaces of(SparkContext spark) {
    return APPLICATIONS.computeIfAbsent(spark, PartPlaces::new);
  }

  private PartPlaces(SparkContext spark) {
    this(neverWaits(spark.getConf()));
    if (used) {
      spark.addSparkListener(new Removals(this));
    }
  }

  /** Whether Spark's scheduler hands out a task at once whatever it prefers. */
  static boolean neverWaits(SparkConf conf) {
    String usual = conf.get("spark.locality.wait", "3s");
    return List.of("process", "node", "rack").stream()
        .allMatch(level -> conf.getTimeAsMs("spark.locality.wait." + level, usual) == 0);
  }

  /**
   * What names a part in reports: a number, so that a great many take little. Two parts with the
   * same number, should there be any, cost a fetch.
   */
  public static long key(StoreReference store, String folder, PartName part) {
    return 31L * (store.uri() + " " + folder).hashCode()
        + Long.parseUnsignedLong(part.sha256().substring(0, 16), 16);
  }

  /** By what the tasks of some RDD or scan report what they read; empty when nobody asks. */
  public Optional<ReadReport> report(SparkContext spark) {
    if (!used) {
      return Optional.empty();
    }
    var report = new ReadReport(this);
    spark.register(report);
    return Optional.of(report);
  }

  /**
   * Where a task should run that reads parts, as preferred locations of Spark: the executor that
   * has read most of them. Empty when none is known.
   *
   * @param keys of the parts; see {@link #key}
   */
  public List<String> preferred(LongStream keys) {
    if (!used) {
      return List.of();
    }
    var parts = new HashMap<Place, Integer>();
    keys.mapToObj(places::getIfPresent)
        .filter(place -> place != null)
        .forEach(place -> parts.merge(place, 1, Integer::sum));
    return parts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> List.of(most.getKey().location()))
        .orElse(List.of());
  }

  void haveBeenRead(Collection<Long> keys, Place by) {
    keys.forEach(key -> places.put(key, by));
  }

  void forget(String executor) {
    places.asMap().values().removeIf(place -> place.executor().equals(executor));
  }

  /** How many parts it knows a place of. */
  long size() {
    places.cleanUp();
    return places.estimatedSize();
  }

  private static final class Removals extends SparkListener {
    private final PartPlaces places;

    Removals(PartPlaces places) {
      this.places = places;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      places.forget(removed.executorId());
    }
  }
}
