package dev.cairn.spark.sql;

import java.io.IOException;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.RowToColumnConverter;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Reads results that hold one row each. */
final class DecodedResultsReader implements PartitionReader<ColumnarBatch> {
  private static final int ROWS = 4096;

  private final ResultBytes results;
  private final ResultDecoder decoder;
  private final RowToColumnConverter converter;
  private final OnHeapColumnVector[] vectors;
  private final ColumnarBatch batch;
  private boolean broken;

  DecodedResultsReader(ResultRead read, ResultBytes results) {
    this.results = results;
    this.decoder = ResultDecoder.of(read);
    this.converter = new RowToColumnConverter(read.columns());
    this.vectors = OnHeapColumnVector.allocateColumns(ROWS, read.columns());
    this.batch = new ColumnarBatch(vectors);
  }

  @Override
  public boolean next() throws IOException {
    if (broken) {
      throw new IOException("An earlier row could not be read, so none comes after it.");
    }
    broken = true; // until all rows of the batch are there
    for (OnHeapColumnVector vector : vectors) {
      vector.reset();
    }
    int rows = 0;
    while (rows < ROWS && results.advance()) {
      converter.convert(decoder.row(results.unit(), results.result()), vectors);
      rows++;
    }
    batch.setNumRows(rows);
    broken = false;
    return rows > 0;
  }

  @Override
  public ColumnarBatch get() {
    return batch;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return results.metrics();
  }

  @Override
  public void close() {
    batch.close();
  }
}
