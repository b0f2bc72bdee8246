package dev.cairn.spark.sql;

import dev.cairn.CheckpointManager;
import dev.cairn.InvalidRequestException;
import dev.cairn.Progress;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.codec.Codecs;
import dev.cairn.run.PartName;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import org.jspecify.annotations.Nullable;

/**
 * Saves a Dataset as one checkpoint, by way of a run: executors write rows as parts, which mean
 * nothing until the driver completes the run with a list of them. So what a failed, lost or
 * repeated task wrote is in no checkpoint, and readers see all rows or none. The driver opens the
 * process for writing before the first part, so of two drivers that save at once one is fenced.
 *
 * <p>Each partition has the numbers of {@value #UNITS_EACH} units for the pieces that it is cut
 * into, so that pieces come back in the order of partitions. Used by the driver's thread.
 */
final class DatasetWrite implements Write, BatchWrite {
  /** How many pieces a partition can have. */
  static final int UNITS_EACH = 100_000;

  private static final String FORMAT = "cairn dataset 1";

  private final TableAddress address;
  private final StructType schema;
  private @Nullable CheckpointManager manager;
  private @Nullable RegisteredRun run;
  private boolean committing;

  /**
   * Checks that the columns can be written.
   *
   * @throws InvalidRequestException when one of them has a type that Arrow does not have
   */
  DatasetWrite(TableAddress address, StructType schema) {
    this.address = address;
    this.schema = schema;
    try {
      var unused = ArrowUtils.toArrowSchema(schema, DatasetWriter.ZONE, true, false);
    } catch (RuntimeException e) {
      throw new InvalidRequestException(
          "A dataset with the columns %s cannot be saved: %s. Cast or rename what does not fit."
              .formatted(
                  schema.simpleString(),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason")));
    }
  }

  @Override
  public String description() {
    return address.toString();
  }

  @Override
  public BatchWrite toBatch() {
    return this;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    RunDefinition definition =
        RunDefinition.builder()
            .codeVersion(FORMAT)
            .units((long) Math.max(1, info.numPartitions()) * UNITS_EACH)
            .resultSchema(ResultLayout.ARROW)
            .build();
    CheckpointManager opened =
        CheckpointManager.builder()
            .store(address.store().openUncached())
            .process(address.process())
            .open();
    manager = opened;
    RegisteredRun registered = opened.registerAnew(definition);
    run = registered;
    return new DatasetWriter.Factory(
        address.store(), registered.prefix().value(), definition.units(), schema);
  }

  /**
   * {@inheritDoc} One entry of the log.
   *
   * @throws dev.cairn.FencedException when another writer has opened the process since; nothing was
   *     committed
   */
  @Override
  public void commit(WriterCommitMessage[] messages) {
    committing = true;
    List<DatasetWriter.Written> written =
        Arrays.stream(messages).map(DatasetWriter.Written.class::cast).toList();
    List<PartName> parts = written.stream().flatMap(of -> of.parts().stream()).sorted().toList();
    long rows = written.stream().mapToLong(DatasetWriter.Written::rows).sum();
    String names = String.join("\n", parts.stream().map(PartName::format).toList());
    try (CheckpointManager open = Objects.requireNonNull(manager)) {
      open.complete(
          Objects.requireNonNull(run),
          Progress.at(rows).of(rows).status(Status.COMPLETED).metric("parts", parts.size()),
          State.of(ResultsSnapshot.PARTS, Codecs.utf8(), names)
              .and(ResultsSnapshot.SCHEMA, Codecs.utf8(), schema.json()));
    }
  }

  /**
   * {@inheritDoc} Deletes the parts of tasks that had ended, unless a commit was tried, since it is
   * then not for sure that no checkpoint has them. What else was written goes with the run, when
   * newer runs take its place.
   */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    CheckpointManager open = manager;
    RegisteredRun registered = run;
    if (open == null || registered == null || committing) {
      return;
    }
    try (open) {
      new RunParts(
              address.store().openUncached(), registered.prefix(), registered.definition().units())
          .discard(
              Arrays.stream(messages)
                  .filter(Objects::nonNull)
                  .flatMap(message -> ((DatasetWriter.Written) message).parts().stream())
                  .toList());
    }
  }
}
