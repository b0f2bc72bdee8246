package dev.cairn.run;

import dev.cairn.store.KeyPrefix;
import java.util.OptionalLong;

/**
 * A run that stands in the log, so that its parts are protected.
 *
 * @param definition of it
 * @param version of the commit that registered it
 * @param prefix the folder of its parts; no other registration ever has the same one
 * @param completedBy the version of the checkpoint that closed it; empty while it is open
 */
public record RegisteredRun(
    RunDefinition definition, long version, KeyPrefix prefix, OptionalLong completedBy) {
  /** Whether the run is closed: its last checkpoint lists its parts. */
  public boolean isCompleted() {
    return completedBy.isPresent();
  }
}
