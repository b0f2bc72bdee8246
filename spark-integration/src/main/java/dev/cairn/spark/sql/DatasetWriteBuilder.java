package dev.cairn.spark.sql;

import dev.cairn.InvalidRequestException;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/** Plans how a Dataset is saved as one checkpoint. */
final class DatasetWriteBuilder implements SupportsTruncate {
  private final TableAddress address;
  private final StructType schema;
  private boolean replaces;

  DatasetWriteBuilder(TableAddress address, StructType schema) {
    this.address = address;
    this.schema = schema;
  }

  @Override
  public WriteBuilder truncate() {
    replaces = true;
    return this;
  }

  /** {@inheritDoc} Refuses to add rows: what a later version lacks would be lost without a word. */
  @Override
  public Write build() {
    if (!replaces) {
      throw new InvalidRequestException(
          "Rows cannot be added to a dataset in %s: each save is a checkpoint with all rows. Save with mode(\"overwrite\") or INSERT OVERWRITE; earlier ones stay, and versionAsOf reads them."
              .formatted(address.process()));
    }
    if (!(address.asOf() instanceof AsOf.Latest)) {
      throw new InvalidRequestException(
          "A dataset cannot be saved as of %s: a save is always the newest checkpoint of %s. Leave that out."
              .formatted(address.asOf().shown(), address.process()));
    }
    return new DatasetWrite(address, schema);
  }
}
