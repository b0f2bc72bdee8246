package dev.cairn.s3;

import java.util.Optional;

/** Looks through what caused an exception. */
final class Causes {
  /** More than any real chain has, and an end to one that closes on itself. */
  private static final int MAX_DEPTH = 20;

  private Causes() {}

  /** The first of a type among an exception and its causes. */
  static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    int depth = 0;
    for (Throwable at = failure; at != null && depth < MAX_DEPTH; at = at.getCause(), depth++) {
      if (type.isInstance(at)) {
        return Optional.of(type.cast(at));
      }
    }
    return Optional.empty();
  }
}
