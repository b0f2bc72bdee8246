package dev.cairn.spark;

import dev.cairn.CairnException;
import dev.cairn.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Whether the {@code spark.cairn.*} settings of an application are there and can be used. */
final class SettingsCheck {
  private static final String PREFIX = "spark.cairn.";

  /** What throws when the value of a setting cannot be used, by the setting. */
  private static final Map<String, Consumer<SparkConf>> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(SparkRun.STORE, conf -> {}), // opening it tells
              Map.entry(ExecutorStores.S3A, conf -> conf.getBoolean(ExecutorStores.S3A, true)),
              Map.entry(
                  ExecutorStores.CACHE_BYTES,
                  conf -> conf.getSizeAsBytes(ExecutorStores.CACHE_BYTES)),
              Map.entry(
                  ExecutorItems.ITEM_CACHE_BYTES,
                  conf -> conf.getSizeAsBytes(ExecutorItems.ITEM_CACHE_BYTES)),
              Map.entry(RunSettings.COMMIT_INTERVAL, RunSettings::of),
              Map.entry(RunSettings.TASKS_PER_CORE, RunSettings::of),
              Map.entry(RunSettings.PART_INTERVAL, RunSettings::of),
              Map.entry(RunSettings.PART_BYTES, RunSettings::of),
              Map.entry(RunSettings.PART_UNITS, RunSettings::of),
              Map.entry("spark.cairn.streaming.store", conf -> {}),
              Map.entry("spark.cairn.streaming.patience", SettingsCheck::patience)));

  private SettingsCheck() {}

  /** Hadoop's configuration reads it, whose forms of a time are a little different from Spark's. */
  private static void patience(SparkConf conf) {
    String name = "spark.cairn.streaming.patience";
    var hadoop = new Configuration(false);
    hadoop.set(name, conf.get(name));
    hadoop.getTimeDuration(name, 0, TimeUnit.MILLISECONDS);
  }

  /** The names of all settings that there are. */
  static Set<String> known() {
    return KNOWN.keySet();
  }

  /**
   * Checks all of them.
   *
   * @throws InvalidRequestException when one cannot be used; the message names each, and why
   */
  static void require(SparkConf conf) {
    List<String> problems = new ArrayList<>();
    for (Tuple2<String, String> setting : conf.getAllWithPrefix(PREFIX)) {
      String name = PREFIX + setting._1();
      Consumer<SparkConf> check = KNOWN.get(name);
      if (check == null) {
        problems.add(
            "'%s' is not known, and may be misspelt; the settings are %s"
                .formatted(name, String.join(", ", KNOWN.keySet())));
        continue;
      }
      try {
        check.accept(new SparkConf(false).set(name, setting._2())); // nothing else is its fault
      } catch (CairnException | IllegalArgumentException e) {
        problems.add(
            "'%s' cannot be '%s': %s"
                .formatted(name, setting._2(), FirstLine.of(String.valueOf(e.getMessage()))));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(
          "The application cannot start with these settings: %s. Correct or remove them."
              .formatted(String.join("; ", problems)));
    }
  }
}
