package dev.cairn.spark.sql;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A listing as a table of Spark. */
final class ListingTable<T> implements SupportsRead {
  private final TableAddress address;
  private final Listing<T> listing;

  ListingTable(TableAddress address, Listing<T> listing) {
    this.address = address;
    this.listing = listing;
  }

  StructType columnsAsType() {
    return listing.type();
  }

  @Override
  public String name() {
    return address.toString();
  }

  @Override
  public Column[] columns() {
    return ResultsTable.columns(columnsAsType());
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new ListingScanBuilder<>(name(), listing);
  }
}
