package dev.cairn.spark.sql;

import dev.cairn.spark.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The session of this package's tests, on a Spark that runs in this process. */
final class TestSession {
  private TestSession() {}

  /** The running session, or a new one. */
  static SparkSession get() {
    return SparkSession.builder().sparkContext(LocalSpark.context(2).sc()).getOrCreate();
  }

  /** A session of its own with a catalog of the store. */
  static SparkSession withCatalog(String store) {
    SparkSession session = get().newSession();
    session.conf().set("spark.sql.catalog.cairn", CairnCatalog.class.getName());
    session.conf().set("spark.sql.catalog.cairn.store", store);
    return session;
  }

  /** The only column of some rows. */
  static List<Object> first(List<Row> rows) {
    return rows.stream().map(row -> row.get(0)).toList();
  }
}
