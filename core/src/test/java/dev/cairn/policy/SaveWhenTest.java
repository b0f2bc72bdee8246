package dev.cairn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import dev.cairn.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SaveWhenTest {
  @Test
  void everySteps_reachedOrPassed_isDue() {
    SaveWhen policy = SaveWhen.everySteps(100);
    assertThat(isDue(policy, 99, null)).isFalse();
    assertThat(isDue(policy, 100, null)).isTrue();
    assertThat(isDue(policy, 250, Progress.at(199))).isTrue();
    assertThat(isDue(policy, 299, Progress.at(250))).isFalse();
    assertThat(isDue(policy, 300, Progress.at(300))).isFalse();
    // Steps that are counted anew.
    assertThat(isDue(policy, 50, Progress.at(300))).isFalse();
    assertThat(isDue(policy, 100, Progress.at(300))).isTrue();
  }

  @Test
  void every_timeSinceTheLast_isDue() {
    SaveWhen policy = SaveWhen.every(Duration.ofSeconds(10));
    assertThat(policy.isDue(Progress.at(1), history(null, 0, Duration.ofSeconds(9)))).isFalse();
    assertThat(policy.isDue(Progress.at(1), history(null, 0, Duration.ofSeconds(10)))).isTrue();
  }

  @Test
  void onImprovement_comparesWithEverythingKept() {
    SaveWhen min = SaveWhen.onImprovement("loss", Direction.MIN);
    SaveWhen max = SaveWhen.onImprovement("loss", Direction.MAX, 0.5);
    assertThat(improves(min, 1.0)).isTrue();
    assertThat(improves(min, 1.0, 2.0)).isTrue();
    assertThat(improves(min, 1.0, 2.0, 1.0)).isFalse();
    assertThat(improves(min, Double.NaN)).isFalse();
    assertThat(improves(min, 1.0, Double.NaN)).isTrue();
    assertThat(improves(max, 2.5, 2.0)).isFalse();
    assertThat(improves(max, 2.6, 2.0)).isTrue();
    SaveWhen minByMore = SaveWhen.onImprovement("loss", Direction.MIN, 0.5);
    assertThat(improves(minByMore, 1.5, 2.0)).isFalse();
    assertThat(improves(minByMore, 1.4, 2.0)).isTrue();
    assertThat(min.isDue(Progress.at(1), history(null, 0, Duration.ZERO))).isFalse();
    // A checkpoint without the metric is no rival.
    assertThat(
            min.isDue(Progress.at(2).metric("loss", 5), history(Progress.at(1), 1, Duration.ZERO)))
        .isTrue();
  }

  @Test
  void firstAndLastStep_areDueOnce() {
    assertThat(SaveWhen.firstStep().isDue(Progress.at(1), history(null, 0, Duration.ZERO)))
        .isTrue();
    assertThat(
            SaveWhen.firstStep().isDue(Progress.at(2), history(Progress.at(1), 1, Duration.ZERO)))
        .isFalse();
    SaveWhen last = SaveWhen.lastStep();
    assertThat(last.isDue(Progress.at(10), history(null, 0, Duration.ZERO))).isFalse();
    assertThat(last.isDue(Progress.at(9).of(10), history(null, 0, Duration.ZERO))).isFalse();
    assertThat(last.isDue(Progress.at(10).of(10), history(null, 0, Duration.ZERO))).isTrue();
    assertThat(last.isDue(Progress.at(10).of(10), history(Progress.at(10), 1, Duration.ZERO)))
        .isFalse();
  }

  @Test
  void anyOf_isDueWhenOneIs_andNeverIsNot() {
    SaveWhen policy = SaveWhen.everySteps(100).or(SaveWhen.lastStep());
    assertThat(policy.isDue(Progress.at(5).of(5), history(null, 0, Duration.ZERO))).isTrue();
    assertThat(policy.isDue(Progress.at(100).of(500), history(null, 0, Duration.ZERO))).isTrue();
    assertThat(policy.isDue(Progress.at(4).of(5), history(null, 0, Duration.ZERO))).isFalse();
    assertThat(SaveWhen.never().isDue(Progress.at(100).of(100), history(null, 0, Duration.ZERO)))
        .isFalse();
  }

  @Test
  void anyOf_everyTwo_isDueWhenEitherIs() {
    List<SaveWhen> each =
        List.of(
            SaveWhen.everySteps(10),
            SaveWhen.every(Duration.ofSeconds(5)),
            SaveWhen.onImprovement("loss", Direction.MIN, 0.5),
            SaveWhen.firstStep(),
            SaveWhen.lastStep(),
            SaveWhen.never());
    for (long step : new long[] {7, 10, 100}) {
      for (double loss : new double[] {0.4, 0.6}) {
        for (int seconds : new int[] {4, 5}) {
          for (int saves : new int[] {0, 1}) {
            Progress now = Progress.at(step).of(100).metric("loss", loss);
            SaveWhen.History history =
                history(Progress.at(6).metric("loss", 1), saves, Duration.ofSeconds(seconds));
            for (SaveWhen one : each) {
              for (SaveWhen other : each) {
                assertThat(one.or(other).isDue(now, history))
                    .as("%s or %s at %s after %s", one, other, now, history)
                    .isEqualTo(one.isDue(now, history) || other.isDue(now, history));
              }
            }
          }
        }
      }
    }
  }

  @Test
  void policies_thatMakeNoSense_areRefused() {
    assertThatThrownBy(() -> SaveWhen.everySteps(0)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> SaveWhen.every(Duration.ofSeconds(-1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> SaveWhen.onImprovement("loss", Direction.MIN, -1))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> SaveWhen.onImprovement("loss", Direction.MIN, Double.NaN))
        .isInstanceOf(InvalidRequestException.class);
  }

  private static boolean isDue(
      SaveWhen policy, long step, @org.jspecify.annotations.Nullable Progress last) {
    return policy.isDue(Progress.at(step), history(last, last == null ? 0 : 1, Duration.ZERO));
  }

  private static boolean improves(SaveWhen policy, double value, double... kept) {
    List<Progress> before =
        java.util.Arrays.stream(kept)
            .mapToObj(loss -> Progress.at(1).metric("loss", loss))
            .toList();
    return policy.isDue(
        Progress.at(2).metric("loss", value),
        new SaveWhen.History(Optional.empty(), 0, Duration.ZERO, before));
  }

  private static SaveWhen.History history(
      @org.jspecify.annotations.Nullable Progress last, long saves, Duration since) {
    return new SaveWhen.History(
        Optional.ofNullable(last), saves, since, last == null ? List.of() : List.of(last));
  }
}
