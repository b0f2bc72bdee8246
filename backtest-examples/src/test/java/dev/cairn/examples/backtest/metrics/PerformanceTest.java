package dev.cairn.examples.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.cairn.examples.backtest.engine.Costs;
import dev.cairn.examples.backtest.engine.EquityPath;
import dev.cairn.examples.backtest.engine.Signals;
import dev.cairn.examples.backtest.engine.Simulation;
import dev.cairn.examples.backtest.prices.BarRange;
import dev.cairn.examples.backtest.prices.DailyBar;
import dev.cairn.examples.backtest.prices.PriceHistory;
import dev.cairn.examples.backtest.prices.StockPrices;
import dev.cairn.examples.backtest.strategy.Combination;
import dev.cairn.examples.backtest.strategy.Family;
import dev.cairn.examples.backtest.strategy.Parameters;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.rules.BooleanRule;

class PerformanceTest {
  private static final MathContext DIGITS = new MathContext(40);

  @Test
  void of_fourDays_matchesTheHandComputation() {
    // daily returns: +10 %, -10 %, +20 %, 0 %; mean 0.05
    Performance performance = Performance.of(held(1.1, 0.99, 1.188, 1.188));

    assertThat(performance.bars()).isEqualTo(4);
    assertThat(performance.totalReturn()).isCloseTo(0.188, within(1e-15));
    // 1.188^63: the logarithm of 1.188 is 0.172271..., so e^10.853...
    assertThat(performance.annualReturn())
        .isCloseTo(Math.exp(63 * Math.log(1.188)) - 1, withinPercentage(1e-10));
    // squares of (0.05, -0.15, 0.15, -0.05): 0.05 in all, by 3
    assertThat(performance.sharpe())
        .isCloseTo(Math.sqrt(252) * 0.05 / Math.sqrt(0.05 / 3), withinPercentage(1e-10));
    // one losing day of 0.1 in four: sqrt(0.01 / 4) = 0.05
    assertThat(performance.sortino()).isCloseTo(Math.sqrt(252), withinPercentage(1e-10));
    assertThat(performance.maximumDrawdown()).isCloseTo(0.1, within(1e-15));
    assertThat(performance.trades()).isEqualTo(1);
    assertThat(performance.exposure()).isEqualTo(1);
  }

  @Test
  void of_aYearThatDoubles_annualReturnIsTheTotal() {
    double[] equity = new double[252];
    Arrays.setAll(equity, day -> day < 100 ? 1 : 2);

    Performance performance = Performance.of(held(equity));

    assertThat(performance.annualReturn()).isEqualTo(1);
    assertThat(performance.totalReturn()).isEqualTo(1);
  }

  @Test
  void of_lossFromTheStart_isADrawdownFromTheStake() {
    assertThat(Performance.of(held(0.8, 0.9)).maximumDrawdown()).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void of_noBars_isAllZero() {
    assertThat(Performance.of(held())).isEqualTo(new Performance(0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void of_noTrades_isZeroOverItsBars() {
    PriceHistory ibm = StockPrices.shipped().history("IBM");
    EquityPath flat =
        Simulation.run(
            ibm,
            Signals.of(new BaseStrategy(BooleanRule.FALSE, BooleanRule.FALSE), 500),
            new BarRange(0, 500),
            new Costs(2, 3, 4),
            new SplittableRandom(1));

    assertThat(Performance.of(flat)).isEqualTo(new Performance(500, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void of_oneBar_hasNoSharpe() {
    Performance performance = Performance.of(held(1.1));

    assertThat(performance.sharpe()).isZero();
    assertThat(performance.sortino()).isZero();
    assertThat(performance.totalReturn()).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void of_noLosingDay_hasNoSortino() {
    assertThat(Performance.of(held(1.1, 1.3, 1.3)).sortino()).isZero();
    assertThat(Performance.of(held(1.1, 1.3, 1.3)).sharpe()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void of_realPath_agreesWithBigDecimals(Family family) {
    PriceHistory apple = StockPrices.shipped().history("AAPL");
    Parameters parameters = family.combinations().get(family.combinations().size() / 2);
    EquityPath path =
        Simulation.run(
            apple,
            Signals.of(apple, new Combination("AAPL", family, parameters)),
            new BarRange(200, 2500),
            new Costs(2, 3, 4),
            new SplittableRandom(5));

    Performance performance = Performance.of(path);

    List<BigDecimal> returns = new ArrayList<>();
    BigDecimal before = BigDecimal.ONE;
    BigDecimal peak = BigDecimal.ONE;
    BigDecimal drawdown = BigDecimal.ZERO;
    for (int bar = 0; bar < path.size(); bar++) {
      BigDecimal after = new BigDecimal(path.equity(bar));
      returns.add(after.divide(before, DIGITS).subtract(BigDecimal.ONE));
      peak = peak.max(after);
      drawdown = drawdown.max(BigDecimal.ONE.subtract(after.divide(peak, DIGITS)));
      before = after;
    }
    BigDecimal days = BigDecimal.valueOf(returns.size());
    BigDecimal mean =
        returns.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(days, DIGITS);
    BigDecimal variance =
        returns.stream()
            .map(value -> value.subtract(mean).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(days.subtract(BigDecimal.ONE), DIGITS);
    BigDecimal downside =
        returns.stream()
            .map(value -> value.min(BigDecimal.ZERO).pow(2))
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .divide(days, DIGITS);
    BigDecimal yearly = mean.multiply(BigDecimal.valueOf(252).sqrt(DIGITS));

    assertThat(performance.bars()).isEqualTo(2300);
    assertThat(performance.trades()).isPositive();
    assertThat(performance.totalReturn())
        .isCloseTo(before.subtract(BigDecimal.ONE).doubleValue(), withinPercentage(1e-10));
    assertThat(performance.annualReturn())
        .isCloseTo(
            Math.exp(Math.log(before.doubleValue()) * 252 / 2300) - 1, withinPercentage(1e-9));
    assertThat(performance.sharpe())
        .isCloseTo(ratio(yearly, variance), withinPercentage(1e-9))
        .isNotZero();
    assertThat(performance.sortino()).isCloseTo(ratio(yearly, downside), withinPercentage(1e-9));
    assertThat(performance.maximumDrawdown())
        .isCloseTo(drawdown.doubleValue(), withinPercentage(1e-10));
    assertThat(performance.exposure()).isBetween(0.01, 0.99);
  }

  @Test
  void new_notFinite_isRefused() {
    assertThatThrownBy(() -> new Performance(1, Double.NaN, 0, 0, 0, 0, 0, 0))
        .hasMessage("totalReturn is NaN, not a finite number");
    assertThatThrownBy(() -> new Performance(1, 0, 0, Double.POSITIVE_INFINITY, 0, 0, 0, 0))
        .hasMessage("sharpe is Infinity, not a finite number");
  }

  private static double ratio(BigDecimal yearly, BigDecimal variance) {
    return yearly.divide(variance.sqrt(DIGITS), DIGITS).doubleValue();
  }

  /** A path with the given equity: a stock that is held all the time at no cost. */
  private static EquityPath held(double... equity) {
    List<DailyBar> bars = new ArrayList<>();
    bars.add(new DailyBar(LocalDate.of(2001, 1, 1), 1, 1, 1, 1, 0));
    double before = 1;
    for (double after : equity) {
      LocalDate date = LocalDate.of(2001, 1, 1).plusDays(bars.size());
      bars.add(
          new DailyBar(date, before, Math.max(before, after), Math.min(before, after), after, 0));
      before = after;
    }
    PriceHistory prices = new PriceHistory("T", bars);
    Signals signals =
        Signals.of(new BaseStrategy(BooleanRule.TRUE, BooleanRule.FALSE), bars.size());
    return Simulation.run(
        prices, signals, new BarRange(1, bars.size()), Costs.none(), new SplittableRandom(1));
  }
}
