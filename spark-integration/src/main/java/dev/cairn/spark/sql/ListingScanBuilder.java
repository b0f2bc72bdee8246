package dev.cairn.spark.sql;

import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Plans a scan of a listing: which columns, and which rows. */
final class ListingScanBuilder<T>
    implements SupportsPushDownRequiredColumns, SupportsPushDownV2Filters {
  private final String table;
  private final Listing<T> listing;
  private final PushedConditions filters;
  private StructType columns;

  ListingScanBuilder(String table, Listing<T> listing) {
    this.table = table;
    this.listing = listing;
    this.columns = listing.type();
    this.filters = new PushedConditions(listing.filterable());
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    return filters.take(predicates);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return filters.taken();
  }

  @Override
  public Scan build() {
    return new ListingScan(
        table + ", filters " + filters.shown(), columns, () -> listing.rows(columns, filters));
  }
}
