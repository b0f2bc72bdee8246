package dev.cairn.simulation;

import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.RequestKind;
import java.util.List;
import java.util.function.Function;

/**
 * A request to a store.
 *
 * @param keys what it is about; a listing has none
 * @param about the same in words, for a listing its prefix
 * @param on does it; may be done now, later, twice or never
 */
record Request(
    RequestKind kind, List<ObjectKey> keys, String about, Function<ObjectStore, Object> on) {
  /** Whether it changes what is stored. */
  boolean isWrite() {
    return switch (kind) {
      case PUT_IF_ABSENT, PUT, DELETE -> true;
      case GET, GET_RANGE, HEAD, LIST -> false;
    };
  }
}
