package dev.cairn.spark.sql;

import dev.cairn.spark.locality.PartPlaces;
import dev.cairn.spark.locality.ReadReport;
import java.util.Arrays;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/**
 * A scan of results. Executors get the parts by their names and compare them with the digests in
 * these; none of them lists anything.
 */
final class ResultsScan implements Scan, Batch {
  private final SparkContext spark;
  private final String description;
  private final ResultRead read;
  private final PartRead.Group[] groups;
  private final long skipped;

  ResultsScan(
      SparkContext spark,
      String description,
      ResultRead read,
      PartRead.Group[] groups,
      long skipped) {
    this.spark = spark;
    this.description = description;
    this.read = read;
    this.groups = groups;
    this.skipped = skipped;
  }

  @Override
  public StructType readSchema() {
    return read.columns();
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public ColumnarSupportMode columnarSupportMode() {
    return ColumnarSupportMode.SUPPORTED;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    PartPlaces places = PartPlaces.of(spark);
    return Arrays.stream(groups)
        .map(group -> group.at(places.preferred(group.reads().stream().mapToLong(this::key))))
        .toArray(InputPartition[]::new);
  }

  private long key(PartRead part) {
    return PartPlaces.key(read.store(), read.prefix(), part.part());
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Readers(read, PartPlaces.of(spark).report(spark).orElse(null));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {
      new ScanMetrics.PartsRead(), new ScanMetrics.PartsSkipped(), new ScanMetrics.BytesRead()
    };
  }

  @Override
  public CustomTaskMetric[] reportDriverMetrics() {
    return new CustomTaskMetric[] {new ScanMetrics.Value(ScanMetrics.PARTS_SKIPPED, skipped)};
  }

  /** Opens readers on executors. */
  private record Readers(ResultRead read, @Nullable ReadReport report)
      implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      throw new IllegalStateException("results are read by columns");
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
      var results = new ResultBytes(read, ((PartRead.Group) partition).reads(), report);
      return read.form() == ResultLayout.Form.ARROW
          ? new ArrowResultsReader(read, results)
          : new DecodedResultsReader(read, results);
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
      return true;
    }
  }
}
