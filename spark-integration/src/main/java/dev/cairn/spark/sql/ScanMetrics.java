package dev.cairn.spark.sql;

import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What Spark's SQL page shows of a scan of results. Spark makes the metrics by their class. */
final class ScanMetrics {
  static final String PARTS_READ = "partsRead";
  static final String PARTS_SKIPPED = "partsSkipped";
  static final String BYTES_READ = "resultBytesRead";

  private ScanMetrics() {}

  /** The value of one of them. */
  record Value(String name, long value) implements CustomTaskMetric {}

  /** How many parts were read. */
  public static final class PartsRead extends CustomSumMetric {
    @Override
    public String name() {
      return PARTS_READ;
    }

    @Override
    public String description() {
      return "number of parts read";
    }
  }

  /** How many parts the filters on units left out. */
  public static final class PartsSkipped extends CustomSumMetric {
    @Override
    public String name() {
      return PARTS_SKIPPED;
    }

    @Override
    public String description() {
      return "number of parts skipped";
    }
  }

  /** How many bytes the results in the parts that were read have. */
  public static final class BytesRead extends CustomSumMetric {
    @Override
    public String name() {
      return BYTES_READ;
    }

    @Override
    public String description() {
      return "bytes of results read";
    }
  }
}
