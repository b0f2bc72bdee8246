package dev.cairn.spark.sql;

import dev.cairn.CheckpointReader;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.spark.StoreReference;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * Which table is meant.
 *
 * @param store that holds the process
 * @param process whose table it is
 * @param kind which of its tables
 * @param asOf which of its results, where the table is {@link TableKind#RESULTS}
 */
record TableAddress(StoreReference store, ProcessId process, TableKind kind, AsOf asOf) {
  /** Refuses time travel where there is none. */
  TableAddress {
    if (kind != TableKind.RESULTS && !(asOf instanceof AsOf.Latest)) {
      throw new InvalidRequestException(
          "The table %s of %s cannot be read as of %s: it shows what the store holds now. Leave that out, or filter by its columns."
              .formatted(kind.word(), process, asOf.shown()));
    }
  }

  /**
   * The table that options name: {@code store} and {@code process}, or a path that is the store's
   * URI with {@code /TYPE/NAME} behind it; {@code table}; and one of {@code versionAsOf}, {@code
   * tag} and {@code timestampAsOf}.
   */
  static TableAddress of(CaseInsensitiveStringMap options) {
    String kind = options.getOrDefault("table", TableKind.RESULTS.word());
    String path = options.get("path");
    String store = options.get("store");
    String process = options.get("process");
    if (path != null && store == null && process == null) {
      String[] pieces = path.replaceAll("/+$", "").split("/", -1);
      if (pieces.length > 2) {
        process = pieces[pieces.length - 2] + "/" + pieces[pieces.length - 1];
        store =
            path.substring(
                0, path.length() - path.replaceAll("^.*(/[^/]+/[^/]+/*)$", "$1").length());
      }
    }
    if (store == null || process == null || store.isEmpty()) {
      throw new InvalidRequestException(
          "The format cairn needs to know what to read: give load(\"s3://bucket/prefix/TYPE/NAME\"), or the options store and process, such as backtest/momentum.");
    }
    return new TableAddress(
        new StoreReference(store), ProcessId.parse(process), TableKind.of(kind), asOf(options));
  }

  private static AsOf asOf(CaseInsensitiveStringMap options) {
    List<AsOf> given = new ArrayList<>();
    @Nullable String version = options.get("versionAsOf");
    @Nullable String tag = options.get("tag");
    @Nullable String time = options.get("timestampAsOf");
    if (version != null) {
      given.add(AsOf.version(version));
    }
    if (tag != null) {
      given.add(new AsOf.Tag(tag));
    }
    if (time != null) {
      given.add(new AsOf.Time(instant(time)));
    }
    if (given.size() > 1) {
      throw new InvalidRequestException(
          "Only one of the options versionAsOf, tag and timestampAsOf can say which results are read: give one.");
    }
    return given.isEmpty() ? new AsOf.Latest() : given.get(0);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidRequestException(
          "The option timestampAsOf cannot be '%s': give a time such as 2026-11-24T18:00:00Z."
              .formatted(text));
    }
  }

  /** The process's checkpoints, as they are in the store now. */
  CheckpointReader open() {
    return CheckpointReader.open(store.openUncached(), process);
  }

  /** How plans and messages name it. */
  @Override
  public String toString() {
    return "cairn " + process + " " + kind.word();
  }
}
