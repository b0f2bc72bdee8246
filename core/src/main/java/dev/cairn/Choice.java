package dev.cairn;

import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.PageRow;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which checkpoints of an index come into question for a restore, the first choice first. A page of
 * the index that is damaged is passed over like a checkpoint.
 */
@FunctionalInterface
interface Choice {
  /**
   * What is kept and what retention has let go but is still there, newest first; never what
   * somebody deleted.
   */
  Choice NEWEST = (index, damage) -> () -> new Candidates(index, damage);

  /** Those of an index; {@code damage} is told of what of it cannot be read. */
  Iterable<CheckpointRow> of(WholeIndex index, Consumer<DamagedException> damage);

  /** What is kept of a step, newest first. */
  static Choice ofStep(long step) {
    return (index, damage) -> {
      List<CheckpointRow> rows = live(index, damage);
      Collections.reverse(rows);
      return rows.stream().filter(row -> row.step() == step).toList();
    };
  }

  /** What is kept and has a metric, the best first, of equal ones the older first. */
  static Choice best(ProcessId process, String metric, Direction direction) {
    return (index, damage) -> {
      List<CheckpointRow> rows = live(index, damage);
      Map<Long, CheckpointRow> byVersion = new HashMap<>();
      rows.forEach(row -> byVersion.put(row.version(), row));
      return Keep.ranked(Rows.checkpoints(process, rows), metric, direction).stream()
          .flatMap(best -> Stream.ofNullable(byVersion.get(best.version())))
          .toList();
    };
  }

  private static List<CheckpointRow> live(WholeIndex index, Consumer<DamagedException> damage) {
    List<CheckpointRow> rows = new ArrayList<>();
    for (PageRow page : index.stored().pages()) {
      try {
        rows.addAll(index.pages().rows(page));
      } catch (DamagedException e) {
        damage.accept(e);
      }
    }
    rows.addAll(index.stored().tail());
    return rows;
  }
}
