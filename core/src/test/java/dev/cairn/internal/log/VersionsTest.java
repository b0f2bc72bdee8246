package dev.cairn.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class VersionsTest {
  @Test
  void with_anyOrder_isASet() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      Versions versions = Versions.NONE;
      TreeSet<Long> expected = new TreeSet<>();
      for (int i = 0; i < 30; i++) {
        long version = random.nextLong(1, 41);
        versions = versions.with(version);
        expected.add(version);
      }
      assertThat(LongStream.rangeClosed(0, 42).filter(versions::contains).boxed())
          .as("seed %d", seed)
          .containsExactlyElementsOf(expected);
    }
  }

  @Test
  void bounds_notInOrder_areRefused() {
    for (List<Long> bounds :
        List.of(
            List.of(1L),
            List.of(0L, 1L),
            List.of(2L, 1L),
            List.of(1L, 2L, 2L, 3L),
            List.of(5L, 6L, 1L, 2L))) {
      assertThatThrownBy(() -> new Versions(bounds)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void page_without_inAnySteps_hasWhatRemainsInFewIntervals() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<CheckpointRow> rows = rows(random);
      Optional<PageRow> page = Optional.of(page(rows));
      List<CheckpointRow> left = new ArrayList<>(rows);
      while (page.isPresent()) {
        PageRow now = page.get();
        assertThat(rows.stream().filter(row -> now.mayHold(row.version())))
            .as("seed %d", seed)
            .containsExactlyElementsOf(left);
        assertThat(now.left()).isEqualTo(left.size());
        // At most one interval before each row that is left, and one behind the last.
        assertThat(now.removed().intervals()).isLessThanOrEqualTo(left.size() + 1);
        TreeSet<Long> gone = new TreeSet<>();
        left.stream().filter(row -> random.nextInt(4) == 0).forEach(row -> gone.add(row.version()));
        page = now.without(left, gone::contains);
        left.removeIf(row -> gone.contains(row.version()));
      }
      assertThat(left).isEmpty();
    }
  }

  private static List<CheckpointRow> rows(Random random) {
    List<CheckpointRow> rows = new ArrayList<>();
    long version = 0;
    for (int i = 0; i < 20; i++) {
      version += 1 + random.nextInt(3);
      rows.add(Marks.row(version, "row"));
    }
    return rows;
  }

  private static PageRow page(List<CheckpointRow> rows) {
    return new PageRow(
        "data/1/x",
        "ab".repeat(32),
        1000,
        rows.get(0).version(),
        rows.get(rows.size() - 1).version(),
        rows.size(),
        rows.size(),
        Versions.NONE);
  }
}
