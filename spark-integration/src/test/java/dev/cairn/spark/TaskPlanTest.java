package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.run.IntervalSet;
import dev.cairn.run.UnitInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaskPlanTest {
  @Test
  void assignments_noUnits_none() {
    assertThat(TaskPlan.assignments(IntervalSet.empty(), 2, 32)).isEmpty();
  }

  @Test
  void assignments_fewerUnitsThanTasks_oneUnitEach() {
    List<long[]> assignments = TaskPlan.assignments(IntervalSet.all(3), 2, 32);
    assertThat(assignments)
        .containsExactly(new long[] {0, 0}, new long[] {1, 1}, new long[] {2, 2});
  }

  @Test
  void assignments_manyUnitsManyCores_tasksStayBounded() {
    List<long[]> assignments = TaskPlan.assignments(IntervalSet.all(999_999_999_999L), 100_000, 32);
    assertThat(assignments).hasSizeLessThanOrEqualTo(TaskPlan.MOST_TASKS);
    assertThat(union(assignments)).isEqualTo(IntervalSet.all(999_999_999_999L));
  }

  @Test
  void assignments_anyGaps_holdEachUnitOnceAndAreOfLikeSize() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      IntervalSet units = gappy(random);
      int cores = 1 + random.nextInt(8);
      int tasksPerCore = 1 + random.nextInt(16);
      List<long[]> assignments = TaskPlan.assignments(units, cores, tasksPerCore);
      assertThat(union(assignments)).as("seed %d", seed).isEqualTo(units);
      long tasks = (long) cores * tasksPerCore;
      long perTask = (units.size() + tasks - 1) / tasks;
      assertThat(assignments)
          .as("seed %d", seed)
          .allSatisfy(
              assignment -> assertThat(TaskPlan.units(assignment).size()).isBetween(1L, perTask));
      assertThat(assignments.stream().mapToLong(a -> TaskPlan.units(a).size()).sum())
          .as("seed %d: no unit twice", seed)
          .isEqualTo(units.size());
    }
  }

  private static IntervalSet gappy(Random random) {
    var intervals = new ArrayList<UnitInterval>();
    long at = random.nextInt(5);
    for (int i = 0; i <= random.nextInt(60); i++) {
      long last = at + random.nextInt(random.nextBoolean() ? 2 : 50);
      intervals.add(new UnitInterval(at, last));
      at = last + 2 + random.nextInt(9);
    }
    return IntervalSet.of(intervals);
  }

  private static IntervalSet union(List<long[]> assignments) {
    return assignments.stream()
        .map(TaskPlan::units)
        .reduce(IntervalSet.empty(), IntervalSet::union);
  }
}
