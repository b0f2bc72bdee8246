package dev.cairn.spark.sql;

import dev.cairn.CheckpointNotFoundException;
import dev.cairn.CheckpointReader;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.spark.StoreReference;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The processes of a store as tables of a catalog. With {@code
 * spark.sql.catalog.cairn=dev.cairn.spark.sql.CairnCatalog} and {@code
 * spark.sql.catalog.cairn.store=s3://desk/checkpoints}:
 *
 * <pre>{@code
 * SELECT * FROM cairn.backtest.momentum VERSION AS OF 7;
 * SELECT version, step, metrics['loss'] FROM cairn.training.ranker.checkpoints WHERE step >= 1000;
 * SHOW TABLES IN cairn.backtest;
 * }</pre>
 *
 * <p>A namespace is a type of processes, a table the results of one; below the table's name are its
 * listings. Nothing is made, changed or dropped by SQL, but {@code INSERT OVERWRITE} saves a
 * dataset.
 */
public final class CairnCatalog implements TableCatalog, SupportsNamespaces {
  private String name = "cairn";
  private Optional<StoreReference> store = Optional.empty();

  /** For Spark, which finds it by its class. */
  public CairnCatalog() {}

  /** {@inheritDoc} Nothing is opened. */
  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
    store = Optional.ofNullable(options.get("store")).map(StoreReference::new);
  }

  @Override
  public String name() {
    return name;
  }

  private StoreReference store() {
    return store.orElseThrow(
        () ->
            new InvalidRequestException(
                "The catalog %s has no store: set spark.sql.catalog.%s.store, such as s3://desk/checkpoints."
                    .formatted(name, name)));
  }

  private List<ProcessId> processes() {
    return CheckpointReader.processes(store().openUncached());
  }

  /** {@inheritDoc} The processes of a type, or the listings of a process. */
  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return new Identifier[0];
    }
    Identifier[] found =
        processes().stream()
            .filter(process -> process.type().equals(namespace[0]))
            .filter(process -> namespace.length == 1 || process.name().equals(namespace[1]))
            .flatMap(
                process ->
                    namespace.length == 1
                        ? List.of(Identifier.of(namespace, process.name())).stream()
                        : Arrays.stream(TableKind.values())
                            .map(kind -> Identifier.of(namespace, kind.word())))
            .toArray(Identifier[]::new);
    if (found.length == 0 || namespace.length > 2) {
      throw new NoSuchNamespaceException(namespace);
    }
    return found;
  }

  @Override
  public Table loadTable(Identifier table) throws NoSuchTableException {
    return load(table, new AsOf.Latest());
  }

  /** {@inheritDoc} The version of a checkpoint that completed a run, or a tag. */
  @Override
  public Table loadTable(Identifier table, String version) throws NoSuchTableException {
    return load(table, AsOf.version(version));
  }

  /** {@inheritDoc} By the clock of whoever completed the run, of those results that are kept. */
  @Override
  public Table loadTable(Identifier table, long micros) throws NoSuchTableException {
    return load(table, new AsOf.Time(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
  }

  private Table load(Identifier table, AsOf asOf) throws NoSuchTableException {
    String[] namespace = table.namespace();
    Optional<TableKind> kind =
        namespace.length == 2 ? TableKind.find(table.name()) : Optional.of(TableKind.RESULTS);
    if (namespace.length < 1 || namespace.length > 2 || kind.isEmpty()) {
      throw new NoSuchTableException(table);
    }
    var process = process(table);
    var address = new TableAddress(store(), process, kind.get(), asOf);
    var found = CairnSource.table(address, Optional.empty());
    if (found instanceof ResultsTable results) {
      try {
        var unused = results.snapshot();
      } catch (CheckpointNotFoundException e) {
        if (asOf instanceof AsOf.Latest) {
          throw new NoSuchTableException(table);
        }
        throw e;
      }
    } else if (!processes().contains(process)) {
      throw new NoSuchTableException(table);
    }
    return found;
  }

  private static ProcessId process(Identifier table) throws NoSuchTableException {
    String[] namespace = table.namespace();
    try {
      return new ProcessId(namespace[0], namespace.length == 2 ? namespace[1] : table.name());
    } catch (InvalidRequestException e) {
      throw new NoSuchTableException(table);
    }
  }

  /** {@inheritDoc} The types of processes. */
  @Override
  public String[][] listNamespaces() {
    return processes().stream()
        .map(ProcessId::type)
        .distinct()
        .map(type -> new String[] {type})
        .toArray(String[][]::new);
  }

  /** {@inheritDoc} Below a type there is a namespace for each process, with its listings. */
  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    String[][] found =
        processes().stream()
            .filter(process -> process.type().equals(namespace[0]))
            .filter(process -> namespace.length == 1 || process.name().equals(namespace[1]))
            .map(process -> new String[] {process.type(), process.name()})
            .toArray(String[][]::new);
    if (found.length == 0 || namespace.length > 2) {
      throw new NoSuchNamespaceException(namespace);
    }
    return namespace.length == 1 ? found : new String[0][];
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    var unused = listNamespaces(namespace);
    return Map.of();
  }

  /** {@inheritDoc} Refused: a process comes to be when something is saved. */
  @Override
  public Table createTable(Identifier table, TableInfo info) {
    throw refused("create", table.toString());
  }

  /** {@inheritDoc} Refused: what was computed is not changed. */
  @Override
  public Table alterTable(Identifier table, TableChange... changes) {
    throw refused("alter", table.toString());
  }

  /** {@inheritDoc} Refused: retention decides what goes. */
  @Override
  public boolean dropTable(Identifier table) {
    throw refused("drop", table.toString());
  }

  /** {@inheritDoc} Refused: names are part of where things lie. */
  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw refused("rename", from.toString());
  }

  /** {@inheritDoc} Refused: a type comes to be with its first process. */
  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw refused("create", String.join(".", namespace));
  }

  /** {@inheritDoc} Refused. */
  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw refused("alter", String.join(".", namespace));
  }

  /** {@inheritDoc} Refused. */
  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw refused("drop", String.join(".", namespace));
  }

  private InvalidRequestException refused(String verb, String what) {
    return new InvalidRequestException(
        "The catalog %s cannot %s %s: it shows what runs and saves have left in the store. Save with df.write.format(\"cairn\"), and delete with cairn's own tools."
            .formatted(name, verb, what));
  }
}
