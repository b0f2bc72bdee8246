package dev.cairn.simulation;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Policies of what to keep, and what they mean in the simplest words. */
enum Retained {
  LAST_1,
  LAST_2,
  LAST_3_AND_EVERY_3RD,
  LAST_1_AND_BEST,
  ALL;

  Keep policy() {
    return switch (this) {
      case LAST_1 -> Keep.last(1);
      case LAST_2 -> Keep.last(2);
      case LAST_3_AND_EVERY_3RD -> Keep.last(3).or(Keep.everyNthStep(3));
      case LAST_1_AND_BEST -> Keep.last(1).or(Keep.best("loss", Direction.MIN, 1));
      case ALL -> Keep.all();
    };
  }

  /** Which of some checkpoints, oldest first, must stay. */
  Set<Long> of(List<CheckpointRow> rows) {
    return switch (this) {
      case LAST_1 -> last(rows, 1);
      case LAST_2 -> last(rows, 2);
      case LAST_3_AND_EVERY_3RD -> {
        Set<Long> kept = last(rows, 3);
        rows.stream().filter(row -> row.step() % 3 == 0).forEach(row -> kept.add(row.version()));
        yield kept;
      }
      case LAST_1_AND_BEST -> {
        Set<Long> kept = last(rows, 1);
        rows.stream()
            .filter(row -> row.metrics().containsKey("loss"))
            .min(
                Comparator.comparing((CheckpointRow row) -> row.metrics().get("loss"))
                    .thenComparing(CheckpointRow::version))
            .ifPresent(row -> kept.add(row.version()));
        yield kept;
      }
      case ALL -> last(rows, rows.size());
    };
  }

  private static Set<Long> last(List<CheckpointRow> rows, int count) {
    TreeSet<Long> versions = new TreeSet<>();
    rows.forEach(row -> versions.add(row.version()));
    Set<Long> kept = new HashSet<>();
    versions.descendingSet().stream().limit(count).forEach(kept::add);
    return kept;
  }
}
