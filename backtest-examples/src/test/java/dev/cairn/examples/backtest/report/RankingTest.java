package dev.cairn.examples.backtest.report;

import static dev.cairn.examples.backtest.report.ReportFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.metrics.Performance;
import dev.cairn.examples.backtest.metrics.SharpeInterval;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {
  @Test
  void best_ranksByInSampleAlone() {
    List<UnitResult> best =
        Ranking.best(
            List.of(result(1, 0.5, 20, 3), result(2, 1.5, 20, -1), result(3, 1, 20, 0)), 2);

    assertThat(best).extracting(UnitResult::unit).containsExactly(2L, 3L);
  }

  @Test
  void best_equalRatios_ranksByNumber() {
    assertThat(Ranking.best(List.of(result(9, 1, 20, 0), result(4, 1, 20, 0)), 5))
        .extracting(UnitResult::unit)
        .containsExactly(4L, 9L);
  }

  @Test
  void best_whatNobodyCouldChoose_isLeftOut() {
    UnitResult tooShort =
        new UnitResult(
            1,
            "FB",
            "SMA_CROSSOVER",
            "fast=5 slow=20",
            new Performance(251, 1, 1, 5, 5, 0, 50, 1),
            new SharpeInterval(0, 0),
            new Performance(790, 1, 1, 5, 5, 0, 50, 1));

    assertThat(Ranking.best(List.of(tooShort, result(2, 3, 9, 3), result(3, 0, 50, 3)), 5))
        .isEmpty();
  }

  @Test
  void verdict_followsWhatWasKept() {
    assertThat(Verdict.of(result(1, 1, 20, 0.5))).isEqualTo(Verdict.HELD_UP);
    assertThat(Verdict.of(result(1, 1, 20, 0.49))).isEqualTo(Verdict.FADED);
    assertThat(Verdict.of(result(1, 1, 20, 0))).isEqualTo(Verdict.LOST);
    assertThat(Verdict.of(result(1, 1, 20, -0.1))).isEqualTo(Verdict.LOST);
  }
}
