package dev.cairn.internal.log;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an entry of the log is for. */
public enum EntryKind {
  /** Opens the process for a new writer. Its version is that writer's epoch. Never deleted. */
  @JsonProperty("claim")
  CLAIM,
  /** Publishes what the writer of the epoch did: a checkpoint, a run. */
  @JsonProperty("commit")
  COMMIT,
  /** A change by someone who is not the writer. Never deleted. */
  @JsonProperty("edit")
  EDIT
}
