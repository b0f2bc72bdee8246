package dev.cairn.spark.sql;

import dev.cairn.InvalidRequestException;
import dev.cairn.run.PartName;
import dev.cairn.run.RunParts;
import dev.cairn.run.UnitInterval;
import dev.cairn.spark.StoreReference;
import dev.cairn.store.KeyPrefix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;

/**
 * Writes the rows of a partition as parts of a run, each with an Arrow IPC stream of about {@value
 * #PART_BYTES} bytes. What is in memory is one such piece. Used by one thread.
 */
final class DatasetWriter implements DataWriter<InternalRow> {
  /** The zone that timestamps are labelled with; they are moments and do not depend on it. */
  static final String ZONE = "UTC";

  private static final int BATCH_ROWS = 10_000;
  private static final int BATCH_BYTES = 4 << 20;
  private static final int PART_BYTES = 8 << 20;

  /**
   * What a task has written. No record: Spark sends it by the serializer that the user chose, and
   * Kryo cannot make records.
   */
  static final class Written implements WriterCommitMessage {
    private final String[] parts;
    private final long rows;

    Written(List<PartName> parts, long rows) {
      this.parts = parts.stream().map(PartName::format).toArray(String[]::new);
      this.rows = rows;
    }

    List<PartName> parts() {
      return Arrays.stream(parts).map(name -> PartName.parse(name).orElseThrow()).toList();
    }

    long rows() {
      return rows;
    }
  }

  /** Opens writers on executors. */
  record Factory(StoreReference store, String prefix, long units, StructType schema)
      implements DataWriterFactory {
    @Override
    public DataWriter<InternalRow> createWriter(int partition, long task) {
      return new DatasetWriter(
          new RunParts(store.openUncached(), new KeyPrefix(prefix), units), partition, schema);
    }
  }

  private final RunParts parts;
  private final int partition;
  private final String attempt = UUID.randomUUID().toString().replace("-", "");
  private final BufferAllocator allocator =
      ArrowUtils.rootAllocator().newChildAllocator("cairn dataset", 0, Long.MAX_VALUE);
  private final VectorSchemaRoot root;
  private final ArrowWriter batch;
  private final List<PartName> written = new ArrayList<>();
  private ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private ArrowStreamWriter stream;
  private int rowsInBatch;
  private long rows;

  DatasetWriter(RunParts parts, int partition, StructType schema) {
    this.parts = parts;
    this.partition = partition;
    this.root =
        VectorSchemaRoot.create(ArrowUtils.toArrowSchema(schema, ZONE, true, false), allocator);
    this.batch = ArrowWriter.create(root);
    this.stream = new ArrowStreamWriter(root, null, piece);
  }

  @Override
  public void write(InternalRow row) throws IOException {
    batch.write(row);
    rows++;
    rowsInBatch++;
    if (rowsInBatch == BATCH_ROWS || batch.sizeInBytes() >= BATCH_BYTES) {
      endBatch();
      if (piece.size() >= PART_BYTES) {
        endPiece();
      }
    }
  }

  private void endBatch() throws IOException {
    if (rowsInBatch > 0) {
      batch.finish();
      stream.writeBatch();
      batch.reset();
      rowsInBatch = 0;
    }
  }

  private void endPiece() throws IOException {
    if (piece.size() == 0) {
      return;
    }
    stream.end();
    if (written.size() == DatasetWrite.UNITS_EACH) {
      throw new InvalidRequestException(
          "The partition %d has more rows than fit into %d pieces: save the Dataset with more partitions."
              .formatted(partition, DatasetWrite.UNITS_EACH));
    }
    long unit = (long) partition * DatasetWrite.UNITS_EACH + written.size();
    written.add(parts.write(new UnitInterval(unit, unit), attempt, List.of(piece.toByteArray())));
    piece = new ByteArrayOutputStream();
    stream = new ArrowStreamWriter(root, null, piece);
  }

  /** {@inheritDoc} All rows are durable when it returns; nobody reads them before the driver's. */
  @Override
  public WriterCommitMessage commit() throws IOException {
    endBatch();
    endPiece();
    return new Written(written, rows);
  }

  /** {@inheritDoc} What it wrote means nothing, and goes with the run. */
  @Override
  public void abort() {}

  @Override
  public void close() {
    root.close();
    allocator.close();
  }
}
