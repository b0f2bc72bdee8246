package dev.cairn.spark.sql;

import dev.cairn.run.IntervalSet;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Plans a scan of results: which columns, and which units, and so which parts. */
final class ResultsScanBuilder
    implements SupportsPushDownRequiredColumns, SupportsPushDownV2Filters {
  private static final int MOST_PARTS_EACH = 32;
  private static final int TASKS_PER_CORE = 4;

  private final String table;
  private final ResultsSnapshot results;
  private final ResultLayout layout;
  private final PushedConditions filters;
  private StructType columns;

  ResultsScanBuilder(String table, ResultsSnapshot results, ResultLayout layout) {
    this.table = table;
    this.results = results;
    this.layout = layout;
    this.columns = layout.columns();
    this.filters = new PushedConditions(layout.filterable());
  }

  /**
   * {@inheritDoc} Spark may ask for some fields of a struct alone. Results that are decoded give it
   * those; vectors of Arrow are taken as they are, so that fields have their places.
   */
  @Override
  public void pruneColumns(StructType required) {
    columns =
        layout.form() == ResultLayout.Form.ARROW
            ? new StructType(
                Arrays.stream(required.fieldNames())
                    .map(layout.columns()::apply)
                    .toArray(StructField[]::new))
            : required;
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
    IntervalSet units = filters.all().units(results.units());
    List<PartRead> reads = PartRead.of(results.slices(), units);
    SparkContext spark = SparkSession.active().sparkContext();
    int cores = spark.defaultParallelism();
    int each = Math.max(1, Math.min(MOST_PARTS_EACH, reads.size() / (cores * TASKS_PER_CORE)));
    var read =
        new ResultRead(
            results.store(),
            results.prefix(),
            results.units(),
            results.codec(),
            layout.form(),
            columns,
            layout.unit().map(this::place).orElse(-1));
    String description =
        "%s v%d, filters %s, reads %d of %d parts"
            .formatted(
                table,
                results.version(),
                filters.shown(),
                read.needsNoResults() ? 0 : reads.size(),
                results.slices().size());
    return new ResultsScan(
        spark,
        description,
        read,
        PartRead.groups(reads, each),
        results.slices().size() - reads.size());
  }

  private int place(String column) {
    return List.of(columns.fieldNames()).indexOf(column);
  }
}
