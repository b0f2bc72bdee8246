package dev.cairn.spark.sql;

import dev.cairn.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What of a process is read as a table. */
enum TableKind {
  /** The results of a completed run, or a saved dataset. */
  RESULTS,
  /** The checkpoints that are kept. */
  CHECKPOINTS,
  /** The items of the checkpoints that are kept. */
  ITEMS,
  /** The newest entries of the log. */
  ENTRIES,
  /** The runs that are registered. */
  RUNS,
  /** The parts of the runs that are registered. */
  PARTS;

  /** The name in options and in SQL. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<TableKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equalsIgnoreCase(word)).findFirst();
  }

  static TableKind of(String word) {
    return find(word)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "There is no table '%s': the option table is one of %s."
                        .formatted(word, Arrays.stream(values()).map(TableKind::word).toList())));
  }
}
