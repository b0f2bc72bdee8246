package dev.cairn.spark;

import dev.cairn.CairnException;
import java.util.Optional;

/** Finds in what Spark reports of a job what it means for the run. */
final class JobFailures {
  private JobFailures() {}

  static CairnException explain(String run, Throwable reported, RunProgress progress) {
    Optional<UnitFailure> unit = find(reported, UnitFailure.class);
    if (unit.isPresent()) {
      return new UnitFailedException(run, unit.get());
    }
    Optional<CairnException> known = find(reported, CairnException.class);
    if (known.isPresent()) {
      known.get().addSuppressed(reported); // the executor's exception, with where Spark met it
      return known.get();
    }
    return new RunFailedException(
        run, FirstLine.of(String.valueOf(reported.getMessage())), progress, reported);
  }

  private static <E extends Throwable> Optional<E> find(Throwable reported, Class<E> kind) {
    for (Throwable cause = reported; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }
}
