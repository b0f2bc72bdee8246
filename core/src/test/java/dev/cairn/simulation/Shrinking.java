package dev.cairn.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the plan of a history that breaks a promise as small as it goes: leaves out acts, half of
 * them, a quarter and so on down to single ones, and then faults in the same way, as long as the
 * same promise is still broken (the delta debugging of Zeller and Hildebrandt, 2002).
 */
final class Shrinking {
  private final Promise promise;
  private Failure smallest;
  private int runs;

  /**
   * A history that broke a promise.
   *
   * @param runs how many histories it took to find
   */
  record Failure(Plan plan, Broken broken, List<String> trace, List<String> struck, int runs) {
    @Override
    public String toString() {
      return "%s%nin a history of %d acts and %d faults:%n%s"
          .formatted(
              broken.getMessage(), plan.acts().size(), struck.size(), String.join("\n", trace));
    }
  }

  private Shrinking(Failure failure) {
    this.smallest = failure;
    this.promise = failure.broken().promise();
  }

  /** Lives a history; empty when it keeps every promise. */
  static Optional<Failure> live(Plan plan) {
    try (World world = new World(plan)) {
      try {
        world.run();
        return Optional.empty();
      } catch (Broken e) {
        return Optional.of(new Failure(plan, e, world.trace().lines(), world.struck(), 1));
      } catch (AssertionError e) {
        Broken other = new Broken(Promise.NAMED_ERRORS, String.valueOf(e.getMessage()));
        other.initCause(e);
        return Optional.of(new Failure(plan, other, world.trace().lines(), world.struck(), 1));
      }
    }
  }

  /** The smallest failure that is found from one. */
  static Failure of(Failure failure) {
    Shrinking shrinking = new Shrinking(failure);
    shrinking.acts();
    shrinking.faults();
    shrinking.acts();
    Failure found = shrinking.smallest;
    return new Failure(found.plan(), found.broken(), found.trace(), found.struck(), shrinking.runs);
  }

  private void acts() {
    for (int size = smallest.plan().acts().size() / 2; size >= 1; size /= 2) {
      for (int from = 0; from < smallest.plan().acts().size(); ) {
        List<Plan.Act> fewer = new ArrayList<>(smallest.plan().acts());
        fewer.subList(from, Math.min(from + size, fewer.size())).clear();
        if (!breaks(smallest.plan().with(fewer))) {
          from += size;
        }
      }
    }
  }

  private void faults() {
    for (int size = Math.max(1, smallest.struck().size()); size >= 1; size /= 2) {
      for (int from = 0; from < smallest.struck().size(); ) {
        List<String> struck = smallest.struck();
        Set<String> quiet = new HashSet<>(smallest.plan().quiet());
        quiet.addAll(struck.subList(from, Math.min(from + size, struck.size())));
        if (!breaks(smallest.plan().quiet(quiet))) {
          from += size;
        }
      }
    }
  }

  /** Takes a plan when it breaks the same promise. */
  private boolean breaks(Plan plan) {
    runs++;
    Optional<Failure> failure = live(plan).filter(found -> found.broken().promise() == promise);
    failure.ifPresent(found -> smallest = found);
    return failure.isPresent();
  }
}
