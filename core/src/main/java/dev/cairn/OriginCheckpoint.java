package dev.cairn;

import dev.cairn.internal.log.TagRow;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A checkpoint where it comes from, with its marks.
 *
 * @param checkpoint as it is listed there
 * @param pinned whether it is pinned there
 * @param tags that name it there
 */
record OriginCheckpoint(Checkpoint checkpoint, boolean pinned, SortedMap<String, TagRow> tags) {
  /** Copies the tags. */
  OriginCheckpoint {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  long version() {
    return checkpoint.version();
  }
}
