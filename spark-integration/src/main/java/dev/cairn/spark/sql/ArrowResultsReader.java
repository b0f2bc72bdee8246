package dev.cairn.spark.sql;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.sql.vectorized.ArrowColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.jspecify.annotations.Nullable;

/** Reads results that hold some rows each, as Arrow IPC streams. Columns are not copied. */
final class ArrowResultsReader implements PartitionReader<ColumnarBatch> {
  private final StructField[] fields;
  private final ResultBytes results;
  private final BufferAllocator allocator =
      ArrowUtils.rootAllocator().newChildAllocator("cairn results", 0, Long.MAX_VALUE);
  private @Nullable ArrowStreamReader stream;
  private @Nullable ColumnarBatch batch;
  private boolean broken;

  ArrowResultsReader(ResultRead read, ResultBytes results) {
    this.fields = read.columns().fields();
    this.results = results;
  }

  @Override
  public boolean next() throws IOException {
    if (broken) {
      throw new IOException("Earlier rows could not be read, so none come after them.");
    }
    broken = true; // until the batch is there
    while (true) {
      ArrowStreamReader now = stream;
      if (now != null && now.loadNextBatch()) {
        batch = batch(now.getVectorSchemaRoot());
        broken = false;
        return true;
      }
      closeStream();
      if (!results.advance()) {
        broken = false;
        return false;
      }
      stream = new ArrowStreamReader(new ByteArrayInputStream(results.result()), allocator);
    }
  }

  private ColumnarBatch batch(VectorSchemaRoot rows) throws IOException {
    var columns = new ColumnVector[fields.length];
    for (int i = 0; i < fields.length; i++) {
      var vector = rows.getVector(fields[i].name());
      if (vector == null) {
        throw new IOException(
            "The dataset has no column %s in unit %d, which its schema names: it was not written by a Dataset's writer."
                .formatted(fields[i].name(), results.unit()));
      }
      columns[i] = new ArrowColumnVector(vector);
    }
    return new ColumnarBatch(columns, rows.getRowCount());
  }

  @Override
  public ColumnarBatch get() {
    return java.util.Objects.requireNonNull(batch);
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return results.metrics();
  }

  @Override
  public void close() throws IOException {
    closeStream();
    allocator.close();
  }

  private void closeStream() throws IOException {
    ArrowStreamReader now = stream;
    if (now != null) {
      now.close(); // and the vectors of its last batch with it
      stream = null;
    }
  }
}
