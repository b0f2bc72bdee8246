package dev.cairn.examples.backtest.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.examples.backtest.prices.StockPrices;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
  private final Grid grid = Grid.standard();

  @Test
  void at_everyUnit_isAnotherCombination() {
    Set<Combination> seen = new HashSet<>();
    for (long unit = 0; unit < grid.size(); unit++) {
      seen.add(grid.at(unit));
    }

    assertThat(seen).hasSize(grid.size());
    assertThat(grid.size()).isEqualTo((203 + 200 + 231 + 235 + 168 + 160) * 5);
  }

  @Test
  void at_pinnedUnits_keepTheirMeaning() {
    assertThat(grid.at(0)).hasToString("AAPL SMA_CROSSOVER fast=5 slow=20");
    assertThat(grid.at(1).toString()).isEqualTo("IBM MACD_SIGNAL fast=12 slow=18 signal=5");
    assertThat(grid.digest())
        .as("a change of the grid changes what a unit's number means: raise the code version")
        .isEqualTo("82ce0c9fd1695989b247b7639b49f02308f369811244463fbb53d2e4d6a959f1");
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 500, 1000, 3333})
  void at_firstUnits_spreadOverFamiliesAndTickers(long units) {
    Map<String, Long> tickers = counts(units, Combination::ticker);
    Map<Family, Long> families = counts(units, Combination::family);

    assertThat(tickers).containsOnlyKeys(StockPrices.shipped().tickers());
    tickers.forEach(
        (ticker, count) -> assertThat(count).as(ticker).isBetween(units / 5, units / 5 + 1));
    families.forEach(
        (family, count) -> {
          double share = (double) family.combinations().size() * 5 / grid.size();
          // a golden-section sequence strays a little from an even spread, whatever its length
          double slack = 5 + 0.01 * units;
          assertThat((double) count)
              .as(family.label())
              .isBetween(share * units - slack, share * units + slack);
        });
  }

  @Test
  void at_outside_isRefused() {
    assertThatThrownBy(() -> grid.at(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> grid.at(grid.size()))
        .hasMessage("Unit 5985 is not in the grid: units go from 0 to 5984");
  }

  @Test
  void stride_anySize_isCoprime() {
    for (long size = 1; size < 2000; size++) {
      assertThat(gcdBySubtraction(Grid.stride(size), size)).as("size %d", size).isEqualTo(1);
    }
  }

  @Test
  void combinations_averages_fastIsBelowSlow() {
    for (Family family : Set.of(Family.SMA_CROSSOVER, Family.MACD_SIGNAL)) {
      assertThat(family.combinations())
          .allMatch(parameters -> parameters.value("fast") < parameters.value("slow"));
    }
    assertThat(Family.DONCHIAN_BREAKOUT.combinations())
        .allMatch(parameters -> parameters.value("exit") <= parameters.value("entry"));
  }

  private <K> Map<K, Long> counts(long units, Function<Combination, K> key) {
    return LongStream.range(0, units)
        .mapToObj(grid::at)
        .collect(Collectors.groupingBy(key, Collectors.counting()));
  }

  private static long gcdBySubtraction(long a, long b) {
    long x = a;
    long y = b;
    while (x != y) {
      if (x > y) {
        x -= y;
      } else {
        y -= x;
      }
    }
    return x;
  }
}
