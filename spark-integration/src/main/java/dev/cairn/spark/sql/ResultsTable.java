package dev.cairn.spark.sql;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of a run or a saved dataset. It looks at the store once, when something is asked of
 * it that the store has to answer, and all that is read by it afterwards is of that version.
 */
final class ResultsTable implements SupportsRead, SupportsWrite {
  private final TableAddress address;
  private final Optional<StructType> wanted;
  private @Nullable ResultsSnapshot snapshot;

  /**
   * The table of an address.
   *
   * @param wanted the columns that the user gave, or those of what is to be written
   */
  ResultsTable(TableAddress address, Optional<StructType> wanted) {
    this.address = address;
    this.wanted = wanted;
  }

  /** What the store holds, looked up now when it was not yet. */
  synchronized ResultsSnapshot snapshot() {
    ResultsSnapshot found = snapshot;
    if (found == null) {
      found = ResultsSnapshot.of(address);
      snapshot = found;
    }
    return found;
  }

  StructType columnsAsType() {
    return wanted.orElseGet(() -> ResultLayout.of(snapshot(), wanted).columns());
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public Column[] columns() {
    return columns(columnsAsType());
  }

  static Column[] columns(StructType type) {
    return Arrays.stream(type.fields())
        .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
        .toArray(Column[]::new);
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new ResultsScanBuilder(name(), snapshot(), ResultLayout.of(snapshot(), wanted));
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new DatasetWriteBuilder(address, info.schema());
  }
}
