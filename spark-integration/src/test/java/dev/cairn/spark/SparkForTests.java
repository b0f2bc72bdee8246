package dev.cairn.spark;

import org.apache.spark.SparkConf;

/** What tests in other packages need of {@link LocalSpark}. */
public final class SparkForTests {
  private SparkForTests() {}

  /** A local Spark of so many cores. */
  public static SparkConf configuration(int cores) {
    return LocalSpark.configuration("local[" + cores + "]");
  }
}
