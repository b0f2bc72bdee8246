package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.strategy.Combination;
import dev.cairn.examples.backtest.strategy.Family;
import dev.cairn.examples.backtest.strategy.Grid;
import dev.cairn.examples.backtest.strategy.ParameterAxis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Mean Sharpe ratios of one family over two of its parameters.
 *
 * @param family the strategies
 * @param across the parameter on the horizontal axis
 * @param up the parameter on the vertical axis
 * @param cells one per pair of values for which there are results
 */
public record Heatmap(Family family, ParameterAxis across, ParameterAxis up, List<Cell> cells) {
  /**
   * The results of one pair of values.
   *
   * @param across the horizontal parameter's value
   * @param up the vertical parameter's value
   * @param results how many were averaged, over stocks and over the family's other parameters
   * @param inSample mean in-sample Sharpe ratio
   * @param outOfSample mean out-of-sample Sharpe ratio
   */
  public record Cell(double across, double up, long results, double inSample, double outOfSample) {}

  private record Pair(double across, double up) {}

  /** Copies the cells. */
  public Heatmap {
    cells = List.copyOf(cells);
  }

  /**
   * The heatmap of a family's results. Results of stocks without an in-sample period are left out:
   * there is nothing to compare in them.
   *
   * @param results of any families, each unit at most once
   * @param across the name of the horizontal parameter
   * @param up the name of the vertical parameter
   * @throws IllegalArgumentException when the family has no such parameters
   */
  public static Heatmap of(
      Family family, String across, String up, Collection<UnitResult> results) {
    Map<Pair, List<UnitResult>> pairs =
        new TreeMap<>(Comparator.comparingDouble(Pair::across).thenComparingDouble(Pair::up));
    results.stream()
        .filter(result -> result.family().equals(family.name()) && result.inSample().bars() > 0)
        .sorted(Comparator.comparingLong(UnitResult::unit))
        .forEach(
            result -> {
              Combination combination = Grid.standard().at(result.unit());
              Pair pair =
                  new Pair(
                      combination.parameters().value(across), combination.parameters().value(up));
              pairs.computeIfAbsent(pair, unused -> new ArrayList<>()).add(result);
            });
    return new Heatmap(
        family,
        family.axis(across),
        family.axis(up),
        pairs.entrySet().stream().map(entry -> cell(entry.getKey(), entry.getValue())).toList());
  }

  /** The cell with the highest in-sample mean: the one that a user would choose. */
  public Optional<Cell> chosen() {
    return cells.stream().max(Comparator.comparingDouble(Cell::inSample));
  }

  private static Cell cell(Pair pair, List<UnitResult> results) {
    return new Cell(
        pair.across(),
        pair.up(),
        results.size(),
        results.stream().mapToDouble(result -> result.inSample().sharpe()).sum() / results.size(),
        results.stream().mapToDouble(result -> result.outOfSample().sharpe()).sum()
            / results.size());
  }
}
