package dev.cairn.internal.log;

import dev.cairn.DamagedException;
import java.util.List;
import java.util.Optional;

/**
 * What a reader saw of a log.
 *
 * @param newestVersion the version of the newest entry, whatever its state; 0 when the log is empty
 * @param entry the newest entry that is whole; empty when there is none
 * @param damage what was wrong with the entries after it, newest first
 */
public record LogView(long newestVersion, Optional<Entry> entry, List<DamagedException> damage) {
  static final LogView EMPTY = new LogView(0, Optional.empty(), List.of());

  /** Copies the list. */
  public LogView {
    damage = List.copyOf(damage);
  }

  /** The index of the newest whole entry; empty when the log is. */
  public Manifest.Index index() {
    return entry.map(found -> found.manifest().index()).orElse(Manifest.Index.EMPTY);
  }
}
