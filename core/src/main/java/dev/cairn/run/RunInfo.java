package dev.cairn.run;

import dev.cairn.store.KeyPrefix;
import java.time.Instant;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A run as the log lists it.
 *
 * @param fingerprint of its definition
 * @param version of the entry that registered it
 * @param prefix the folder of its parts
 * @param definition the fields of its definition, by their names
 * @param registered when, by the writer's clock
 * @param completedBy the version of the checkpoint that closed it; empty while it is open
 */
public record RunInfo(
    Fingerprint fingerprint,
    long version,
    KeyPrefix prefix,
    SortedMap<String, String> definition,
    Instant registered,
    OptionalLong completedBy) {
  /** Copies the definition. */
  public RunInfo {
    definition = Collections.unmodifiableSortedMap(new TreeMap<>(definition));
  }
}
