package dev.cairn.spark.sql;

import dev.cairn.InvalidRequestException;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code cairn} of Spark SQL.
 *
 * <pre>{@code
 * spark.read().format("cairn").option("versionAsOf", 7).load("s3://desk/checkpoints/backtest/momentum")
 * }</pre>
 *
 * <p>Options: {@code store} and {@code process}, when no path is given; {@code table}, one of
 * {@code results}, which is the default, {@code checkpoints}, {@code items}, {@code entries},
 * {@code runs} and {@code parts}; for results one of {@code versionAsOf}, {@code tag} and {@code
 * timestampAsOf}. Spark makes one for each load, so it is used by one thread.
 */
public final class CairnSource implements TableProvider, DataSourceRegister {
  private @Nullable Table inferred;

  /** For Spark, which finds it by its name. */
  public CairnSource() {}

  @Override
  public String shortName() {
    return "cairn";
  }

  /** {@inheritDoc} Looks at the store, for results; a listing has the same columns always. */
  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    SupportsRead table = table(TableAddress.of(options), Optional.empty());
    inferred = table;
    return table instanceof ResultsTable results
        ? results.columnsAsType()
        : ((ListingTable<?>) table).columnsAsType();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    Table known = inferred;
    return known != null
        ? known
        : table(TableAddress.of(new CaseInsensitiveStringMap(properties)), Optional.of(schema));
  }

  /** {@inheritDoc} They may say which properties of results are wanted, as which types. */
  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  static SupportsRead table(TableAddress address, Optional<StructType> wanted) {
    if (address.kind() == TableKind.RESULTS) {
      return new ResultsTable(address, wanted);
    }
    if (wanted.isPresent()) {
      throw new InvalidRequestException(
          "The table %s has columns of its own and nothing can be written to it: leave the schema out, or take the table results."
              .formatted(address.kind().word()));
    }
    return Listings.of(address);
  }
}
