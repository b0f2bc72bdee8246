package dev.cairn.spark;

import dev.cairn.InvalidRequestException;
import dev.cairn.run.PartBuffer;
import java.time.Duration;
import org.apache.spark.SparkConf;

/**
 * How a run works, as far as it has no influence on results.
 *
 * @param commitInterval how often the driver commits progress
 * @param tasksPerCore into how many tasks for each core the missing units are cut
 * @param limits when a task writes a part
 */
record RunSettings(Duration commitInterval, int tasksPerCore, PartBuffer.Limits limits) {
  private static final Duration SHORTEST_COMMIT_INTERVAL = Duration.ofMillis(100);

  static final String COMMIT_INTERVAL = "spark.cairn.run.commitInterval";
  static final String TASKS_PER_CORE = "spark.cairn.run.tasksPerCore";
  static final String PART_INTERVAL = "spark.cairn.run.partInterval";
  static final String PART_BYTES = "spark.cairn.run.partBytes";
  static final String PART_UNITS = "spark.cairn.run.partUnits";

  RunSettings {
    if (commitInterval.compareTo(SHORTEST_COMMIT_INTERVAL) < 0 || tasksPerCore < 1) {
      throw new InvalidRequestException(
          "A run cannot commit every %s and give a core %d tasks: use an interval of 0.1 seconds or more, and 1 task or more."
              .formatted(commitInterval, tasksPerCore));
    }
  }

  /** The settings of a Spark configuration, with defaults for what it does not say. */
  static RunSettings of(SparkConf conf) {
    return new RunSettings(
        duration(conf, COMMIT_INTERVAL, "10s"),
        conf.getInt(TASKS_PER_CORE, 32),
        new PartBuffer.Limits(
            conf.getSizeAsBytes(PART_BYTES, "4m"),
            conf.getInt(PART_UNITS, 100_000),
            duration(conf, PART_INTERVAL, "10s")));
  }

  RunSettings commitInterval(Duration interval) {
    return new RunSettings(interval, tasksPerCore, limits);
  }

  RunSettings tasksPerCore(int tasks) {
    return new RunSettings(commitInterval, tasks, limits);
  }

  RunSettings partInterval(Duration interval) {
    return new RunSettings(
        commitInterval,
        tasksPerCore,
        new PartBuffer.Limits(limits.bytes(), limits.units(), interval));
  }

  private static Duration duration(SparkConf conf, String key, String otherwise) {
    return Duration.ofMillis(conf.getTimeAsMs(key, otherwise));
  }
}
