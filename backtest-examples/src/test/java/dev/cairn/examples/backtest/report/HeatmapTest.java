package dev.cairn.examples.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.strategy.Combination;
import dev.cairn.examples.backtest.strategy.Family;
import dev.cairn.examples.backtest.strategy.Grid;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeatmapTest {
  @Test
  void of_oneStrategyOverAllStocks_isOneCellWithTheirMean() {
    List<UnitResult> results =
        LongStream.range(0, Grid.standard().size())
            .filter(unit -> matches(Grid.standard().at(unit)))
            .mapToObj(unit -> ReportFixture.result(unit, (double) unit, 20, (double) -unit))
            .toList();
    double mean = results.stream().mapToDouble(UnitResult::unit).average().orElseThrow();

    Heatmap heatmap = Heatmap.of(Family.SMA_CROSSOVER, "slow", "fast", results);

    assertThat(results).hasSize(5);
    assertThat(heatmap.cells()).hasSize(1);
    Heatmap.Cell cell = heatmap.cells().get(0);
    assertThat(List.of(cell.across(), cell.up())).containsExactly(50.0, 10.0);
    assertThat(cell.results()).isEqualTo(5);
    assertThat(cell.inSample()).isCloseTo(mean, within(1e-9));
    assertThat(cell.outOfSample()).isCloseTo(-mean, within(1e-9));
    assertThat(heatmap.chosen()).contains(cell);
  }

  @Test
  void of_noResults_hasNoCells() {
    Heatmap heatmap = Heatmap.of(Family.SMA_CROSSOVER, "slow", "fast", List.of());

    assertThat(heatmap.cells()).isEmpty();
    assertThat(heatmap.chosen()).isEmpty();
  }

  @Test
  void of_unknownParameter_isRefused() {
    assertThatThrownBy(() -> Heatmap.of(Family.SMA_CROSSOVER, "slow", "signal", List.of()))
        .hasMessage("SMA crossover has no parameter 'signal'");
  }

  private static boolean matches(Combination combination) {
    return combination.family() == Family.SMA_CROSSOVER
        && combination.parameters().toString().equals("fast=10 slow=50");
  }
}
