package dev.cairn.spark.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;

/**
 * A scan of a listing. The driver reads the log when the query is run, and executors get rows, so
 * that none of them asks the store for anything.
 */
final class ListingScan implements Scan, Batch {
  private static final int ROWS_EACH = 10_000;

  private final String description;
  private final StructType columns;
  private final Supplier<InternalRow[]> rows;

  ListingScan(String description, StructType columns, Supplier<InternalRow[]> rows) {
    this.description = description;
    this.columns = columns;
    this.rows = rows;
  }

  @Override
  public StructType readSchema() {
    return columns;
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
    return ColumnarSupportMode.UNSUPPORTED;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    InternalRow[] all = rows.get();
    var partitions = new ArrayList<InputPartition>();
    for (int from = 0; from < all.length; from += ROWS_EACH) {
      partitions.add(
          new Rows(Arrays.copyOfRange(all, from, Math.min(all.length, from + ROWS_EACH))));
    }
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new Readers();
  }

  private record Readers() implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new Reader(((Rows) partition).rows);
    }
  }

  private static final class Rows implements InputPartition {
    private final InternalRow[] rows;

    Rows(InternalRow[] rows) {
      this.rows = rows;
    }
  }

  private static final class Reader implements PartitionReader<InternalRow> {
    private final InternalRow[] rows;
    private int at = -1;

    Reader(InternalRow[] rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      at++;
      return at < rows.length;
    }

    @Override
    public InternalRow get() {
      return rows[at];
    }

    @Override
    public void close() {}
  }
}
