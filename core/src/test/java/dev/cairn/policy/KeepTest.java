package dev.cairn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Checkpoint;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class KeepTest {
  private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

  /** Versions 1 to 8, steps 10 to 80, a minute apart, the newest at noon. */
  private static final List<Checkpoint> EIGHT =
      checkpoints(5, 3, Double.NaN, 3, 9, Double.NEGATIVE_INFINITY, 9, 4);

  @Test
  void select_byEachPolicy_isWhatItSaysAndTheNewest() {
    assertKept(Keep.last(1), 8);
    assertKept(Keep.last(3), 6, 7, 8);
    assertKept(Keep.last(100), 1, 2, 3, 4, 5, 6, 7, 8);
    assertKept(Keep.all(), 1, 2, 3, 4, 5, 6, 7, 8);
    assertKept(Keep.everyNthStep(30), 3, 6, 8);
    assertKept(Keep.everyNthStep(1000), 8);
    assertKept(Keep.best("loss", Direction.MIN, 1), 6, 8);
    // Of equal ones the older is the better.
    assertKept(Keep.best("loss", Direction.MIN, 2), 2, 6, 8);
    assertKept(Keep.best("loss", Direction.MAX, 1), 5, 8);
    assertKept(Keep.best("loss", Direction.MAX, 3), 1, 5, 7, 8);
    assertKept(Keep.best("gain", Direction.MAX, 3), 8);
    assertKept(
        Keep.last(2).or(Keep.best("loss", Direction.MAX, 1)).or(Keep.everyNthStep(20)),
        2,
        4,
        5,
        6,
        7,
        8);
    assertKept(younger(Duration.ofMinutes(2).plusSeconds(1)), 6, 7, 8);
    assertKept(younger(Duration.ofMinutes(2)), 7, 8);
    // All are of years ago by the clock of the system.
    assertKept(Keep.youngerThan(Duration.ofMinutes(10)), 8);
    assertKept(Keep.youngerThan(Duration.ofDays(365_000)), 1, 2, 3, 4, 5, 6, 7, 8);
    assertKept(younger(Duration.ZERO), 8);
    assertKept(younger(Duration.ofSeconds(Long.MAX_VALUE)), 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(Keep.last(3).select(List.of())).isEmpty();
  }

  @Test
  void select_clockThatWentBack_keepsWhatSeemsToBeFromTheFuture() {
    var early = new Keep.YoungerThan(Duration.ofMinutes(1), () -> NOON.minusSeconds(3600));
    assertKept(early, 1, 2, 3, 4, 5, 6, 7, 8);
    var late = new Keep.YoungerThan(Duration.ofMinutes(1), () -> NOON.plusSeconds(3600));
    assertKept(late, 8);
  }

  @Test
  void select_anyOf_isTheUnionOfWhatEachKeeps() {
    List<Keep> each =
        List.of(
            Keep.last(2),
            Keep.best("loss", Direction.MIN, 2),
            Keep.best("loss", Direction.MAX, 1),
            Keep.everyNthStep(30),
            younger(Duration.ofSeconds(150)));
    for (Keep one : each) {
      for (Keep other : each) {
        Set<Long> union = new TreeSet<>(one.select(EIGHT));
        union.addAll(other.select(EIGHT));
        assertThat(one.or(other).select(EIGHT)).as("%s or %s", one, other).isEqualTo(union);
        assertThat(one.or(other).or(one).select(EIGHT)).isEqualTo(union);
      }
    }
    assertKept(Keep.everyNthStep(40).or(younger(Duration.ofSeconds(90))).or(Keep.last(1)), 4, 7, 8);
  }

  @Test
  void bestFirst_isOfTheFirstMetricThatAPolicyRanksBy() {
    Keep policy =
        Keep.last(1)
            .or(Keep.best("gain", Direction.MAX, 1))
            .or(Keep.best("loss", Direction.MIN, 1));
    assertThat(policy.bestFirst(EIGHT)).extracting(Checkpoint::version).startsWith(6L, 2L, 4L, 8L);
    assertThat(Keep.last(1).bestFirst(EIGHT)).isEmpty();
  }

  @Test
  void policies_thatKeepNothing_areRefused() {
    assertThatThrownBy(() -> Keep.last(0)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> Keep.everyNthStep(0)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> Keep.best("loss", Direction.MIN, -1))
        .isInstanceOf(InvalidRequestException.class);
  }

  private static void assertKept(Keep policy, long... versions) {
    assertThat(policy.select(EIGHT).stream().mapToLong(Long::longValue).sorted().toArray())
        .as("%s", policy)
        .containsExactly(versions);
  }

  private static Keep younger(Duration age) {
    return new Keep.YoungerThan(age, InstantSource.fixed(NOON));
  }

  private static List<Checkpoint> checkpoints(double... losses) {
    List<Checkpoint> made = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      made.add(
          new Checkpoint(
              ProcessId.training("ranker"),
              i + 1,
              Progress.at(10L * (i + 1)).metric("loss", losses[i]),
              NOON.minusSeconds(60L * (losses.length - 1 - i)),
              List.of(),
              Optional.empty()));
    }
    return made;
  }
}
