package dev.cairn.store;

import java.util.List;
import java.util.Optional;

/**
 * One page of a listing.
 *
 * @param objects in ascending order of their keys; empty when folders were asked for
 * @param folders in ascending order; empty when objects were asked for
 * @param continuation what to give {@link ListRequest#after} for the next page; empty when this is
 *     the last one. It is opaque and belongs to the store that returned it
 */
public record ListPage(
    List<ObjectInfo> objects, List<KeyPrefix> folders, Optional<String> continuation) {
  /** Copies the lists. */
  public ListPage {
    objects = List.copyOf(objects);
    folders = List.copyOf(folders);
  }
}
