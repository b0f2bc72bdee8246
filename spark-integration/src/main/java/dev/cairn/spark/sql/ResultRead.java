package dev.cairn.spark.sql;

import dev.cairn.run.RunParts;
import dev.cairn.spark.StoreReference;
import dev.cairn.store.KeyPrefix;
import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a scan of results needs to know.
 *
 * @param store that holds the parts
 * @param prefix the folder of the parts
 * @param units of the run
 * @param codec the name of the codec of results
 * @param form what is in a result
 * @param columns that are wanted
 * @param unitColumn which of them is the number of the unit; -1 when none is
 */
record ResultRead(
    StoreReference store,
    String prefix,
    long units,
    String codec,
    ResultLayout.Form form,
    StructType columns,
    int unitColumn)
    implements Serializable {
  /** The parts, through the cache of this JVM. */
  RunParts parts() {
    return new RunParts(store.open(), new KeyPrefix(prefix), units);
  }

  /** Whether rows can be made without results, since at most the number of the unit is wanted. */
  boolean needsNoResults() {
    return form != ResultLayout.Form.ARROW && columns.length() == (unitColumn < 0 ? 0 : 1);
  }
}
