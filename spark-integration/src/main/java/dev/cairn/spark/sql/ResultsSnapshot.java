package dev.cairn.spark.sql;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointReader;
import dev.cairn.InvalidRequestException;
import dev.cairn.Restored;
import dev.cairn.codec.Codecs;
import dev.cairn.run.PartListing;
import dev.cairn.run.PartName;
import dev.cairn.run.PartSlice;
import dev.cairn.run.RunInfo;
import dev.cairn.spark.StoreReference;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * The results of one completed run, as the log has them: which parts hold them, and what they are.
 * It does not change, whatever is committed meanwhile.
 *
 * @param store that holds the parts
 * @param prefix the folder of the parts
 * @param units of the run
 * @param codec the name of the codec of results
 * @param schema of a result, where the run recorded one
 * @param slices of the parts, in the order of units
 * @param version of the checkpoint that completed the run
 */
record ResultsSnapshot(
    StoreReference store,
    String prefix,
    long units,
    String codec,
    Optional<StructType> schema,
    List<PartSlice> slices,
    long version) {
  /** The item of a checkpoint that lists the parts, a name in each line. */
  static final String PARTS = "parts";

  /** The item of a checkpoint that holds the schema of a result, as Spark writes it in JSON. */
  static final String SCHEMA = "schema";

  /**
   * The results that an address names: what the log says of runs, and the checkpoint that completed
   * the one that is meant, verified.
   *
   * @throws dev.cairn.CheckpointNotFoundException when there are none
   */
  static ResultsSnapshot of(TableAddress address) {
    try (CheckpointReader reader = address.open()) {
      RunInfo run = address.asOf().resolve(reader, address.process());
      long version = run.completedBy().orElseThrow();
      Restored last = reader.openVersion(version);
      List<PartName> parts =
          last.item(PARTS, Codecs.utf8()).lines().map(line -> part(line, address)).toList();
      long units = Long.parseLong(run.definition().getOrDefault("units", "1"));
      return new ResultsSnapshot(
          address.store(),
          run.prefix().value(),
          units,
          run.definition().getOrDefault("result schema", ""),
          schema(last),
          new PartListing(units, parts, 0).cover().slices(),
          version);
    }
  }

  private static Optional<StructType> schema(Restored last) {
    boolean recorded =
        last.checkpoint().items().stream().map(Checkpoint.Item::name).anyMatch(SCHEMA::equals);
    return recorded
        ? Optional.of((StructType) DataType.fromJson(last.item(SCHEMA, Codecs.utf8())))
        : Optional.empty();
  }

  private static PartName part(String line, TableAddress address) {
    return PartName.parse(line)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "%s is not what a run of Cairn for Spark or a saved dataset left: its item parts says '%s'. Read its items with CheckpointReader."
                        .formatted(address.process(), line)));
  }
}
