package dev.cairn.examples.backtest.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.cairn.examples.backtest.prices.BarRange;
import dev.cairn.examples.backtest.prices.DailyBar;
import dev.cairn.examples.backtest.prices.PriceHistory;
import dev.cairn.examples.backtest.prices.StockPrices;
import dev.cairn.examples.backtest.strategy.Combination;
import dev.cairn.examples.backtest.strategy.Family;
import dev.cairn.examples.backtest.strategy.Parameters;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.TradingRecord;
import org.ta4j.core.backtest.BarSeriesManager;
import org.ta4j.core.backtest.TradeOnNextOpenModel;
import org.ta4j.core.rules.BooleanRule;
import org.ta4j.core.rules.FixedRule;

class SimulationTest {
  /** Opens at 10, 20, 30...; each day closes 5 above its open. */
  private final PriceHistory prices = rising(6);

  private final BarRange all = new BarRange(0, 6);

  @Test
  void run_signalAtClose_fillsAtTheNextOpen() {
    EquityPath path = run(signals(6, enterAt(1), exitAt(3)), all, Costs.none());

    // bought at 30, the open of bar 2; sold at 50, the open of bar 4
    assertThat(equity(path)).containsExactly(1, 1, 35 / 30.0, 45 / 30.0, 50 / 30.0, 50 / 30.0);
    assertThat(path.trades()).isEqualTo(1);
    assertThat(path.investedBars()).isEqualTo(2);
  }

  @Test
  void run_commissionAndSlippage_areTakenOnBothSides() {
    EquityPath path = run(signals(6, enterAt(1), exitAt(3)), all, new Costs(100, 200, 0));

    double shares = 1 / (30 * 1.02 * 1.01);
    assertThat(path.equity(2)).isCloseTo(shares * 35, within(1e-15));
    assertThat(path.equity(5)).isCloseTo(shares * 50 * 0.98 * 0.99, within(1e-15));
  }

  @Test
  void run_noise_drawsOnceForEachFill() {
    List<Double> drawn = new ArrayList<>();
    RandomGenerator random =
        new RandomGenerator() {
          @Override
          public long nextLong() {
            throw new AssertionError("a fill draws one double and nothing else");
          }

          @Override
          public double nextDouble() {
            drawn.add(drawn.isEmpty() ? 0.5 : 0.25);
            return drawn.get(drawn.size() - 1);
          }
        };

    EquityPath path =
        Simulation.run(
            prices, signals(6, enterAt(1), exitAt(3)), all, new Costs(0, 100, 400), random);

    assertThat(drawn).containsExactly(0.5, 0.25);
    assertThat(path.equity(5)).isCloseTo(50 * 0.98 / (30 * 1.03), within(1e-15));
  }

  @Test
  void run_heldAtTheEnd_isSoldAtTheLastClose() {
    EquityPath path = run(signals(6, enterAt(2), exitAt()), all, new Costs(100, 0, 0));

    assertThat(path.equity(5)).isCloseTo(65 * 0.99 / (40 * 1.01), within(1e-15));
    assertThat(path.trades()).isEqualTo(1);
    assertThat(path.investedBars()).isEqualTo(3);
  }

  @Test
  void run_signalBeforeTheRange_fillsAtItsFirstOpen() {
    EquityPath path = run(signals(6, enterAt(1), exitAt()), new BarRange(2, 4), Costs.none());

    assertThat(equity(path)).containsExactly(35 / 30.0, 45 / 30.0);
  }

  @Test
  void run_signalAtTheLastClose_isNotExecuted() {
    EquityPath path = run(signals(6, enterAt(5), exitAt()), all, Costs.none());

    assertThat(equity(path)).containsOnly(1);
    assertThat(path.trades()).isZero();
  }

  @Test
  void run_bothSignalsWhileFlat_enters() {
    EquityPath path = run(signals(6, enterAt(1), exitAt(1)), all, Costs.none());

    assertThat(path.investedBars()).isEqualTo(4);
  }

  @Test
  void run_emptyRange_isEmpty() {
    EquityPath path = run(signals(6, enterAt(1), exitAt()), new BarRange(3, 3), Costs.none());

    assertThat(path.size()).isZero();
    assertThat(path.trades()).isZero();
  }

  @Test
  void run_rangeBeyondThePrices_isRefused() {
    assertThatThrownBy(() -> run(signals(6, enterAt(), exitAt()), new BarRange(0, 7), Costs.none()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void run_alwaysInAtNoCost_isThePriceRatio() {
    PriceHistory ibm = StockPrices.shipped().history("IBM");
    Signals hold = Signals.of(new BaseStrategy(BooleanRule.TRUE, new FixedRule()), ibm.size());

    EquityPath path =
        Simulation.run(
            ibm, hold, new BarRange(1, ibm.size()), Costs.none(), new SplittableRandom(1));

    assertThat(path.equity(path.size() - 1))
        .isCloseTo(ibm.bar(ibm.size() - 1).close() / ibm.bar(1).open(), withinPercentage(1e-12));
    assertThat(path.investedBars()).isEqualTo(path.size());
  }

  @Test
  void run_atNoCost_isTheProductOfTheReturnsWhileInvested() {
    PriceHistory ibm = StockPrices.shipped().history("IBM");
    Combination combination =
        new Combination("IBM", Family.SMA_CROSSOVER, Family.SMA_CROSSOVER.combinations().get(40));
    Signals signals = Signals.of(ibm, combination);
    EquityPath path =
        Simulation.run(
            ibm, signals, new BarRange(0, ibm.size()), Costs.none(), new SplittableRandom(1));

    double product = 1;
    boolean held = false;
    for (int bar = 1; bar < ibm.size(); bar++) {
      DailyBar before = ibm.bar(bar - 1);
      DailyBar today = ibm.bar(bar);
      if (held) {
        product *= today.open() / before.close();
      }
      held = held ? !signals.exitsAt(bar - 1) : signals.entersAt(bar - 1);
      if (held) {
        product *= today.close() / today.open();
      }
    }

    assertThat(path.trades()).isGreaterThan(5);
    assertThat(path.equity(path.size() - 1)).isCloseTo(product, withinPercentage(1e-10));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void run_atNoCost_agreesWithTa4j(Family family) {
    PriceHistory msft = StockPrices.shipped().history("MSFT");
    Parameters parameters = family.combinations().get(family.combinations().size() / 3);
    Strategy strategy = family.strategy(msft.series(), parameters);
    TradingRecord record =
        new BarSeriesManager(msft.series(), new TradeOnNextOpenModel()).run(strategy);
    double expected =
        record.getPositions().stream()
            .mapToDouble(position -> position.getGrossReturn().doubleValue())
            .reduce(1, (a, b) -> a * b);
    if (record.getCurrentPosition().isOpened()) {
      expected *=
          msft.bar(msft.size() - 1).close()
              / record.getCurrentPosition().getEntry().getPricePerAsset().doubleValue();
    }

    EquityPath path =
        Simulation.run(
            msft,
            Signals.of(msft, new Combination("MSFT", family, parameters)),
            new BarRange(0, msft.size()),
            Costs.none(),
            new SplittableRandom(1));

    assertThat(path.trades())
        .isEqualTo(record.getPositionCount() + (record.getCurrentPosition().isOpened() ? 1 : 0))
        .isPositive();
    assertThat(path.equity(path.size() - 1)).isCloseTo(expected, withinPercentage(1e-9));
  }

  @Test
  void run_futureCutOff_leavesThePastAlone() {
    PriceHistory ibm = StockPrices.shipped().history("IBM");
    Combination combination =
        new Combination("IBM", Family.RSI_REVERSION, Family.RSI_REVERSION.combinations().get(77));
    Costs costs = new Costs(2, 3, 4);
    EquityPath whole =
        Simulation.run(
            ibm,
            Signals.of(ibm, combination),
            new BarRange(100, ibm.size()),
            costs,
            new SplittableRandom(9));
    for (int size : new int[] {900, 1500, 2100}) {
      PriceHistory known = ibm.upTo(size);
      EquityPath past =
          Simulation.run(
              known,
              Signals.of(known, combination),
              new BarRange(100, size),
              costs,
              new SplittableRandom(9));
      // the last bar differs when something is held: it is sold there
      for (int bar = 0; bar < past.size() - 1; bar++) {
        assertThat(past.equity(bar)).as("bar %d of %d", bar, size).isEqualTo(whole.equity(bar));
      }
    }
  }

  @Test
  void costs_outOfRange_areRefused() {
    assertThatThrownBy(() -> new Costs(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Costs(0, 1001, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Costs(0, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private EquityPath run(Signals signals, BarRange range, Costs costs) {
    return Simulation.run(prices, signals, range, costs, new SplittableRandom(1));
  }

  private static Signals signals(int size, int[] entries, int[] exits) {
    return Signals.of(new BaseStrategy(new FixedRule(entries), new FixedRule(exits)), size);
  }

  private static int[] enterAt(int... bars) {
    return bars;
  }

  private static int[] exitAt(int... bars) {
    return bars;
  }

  private static double[] equity(EquityPath path) {
    double[] values = new double[path.size()];
    for (int bar = 0; bar < values.length; bar++) {
      values[bar] = path.equity(bar);
    }
    return values;
  }

  private static PriceHistory rising(int size) {
    List<DailyBar> bars = new ArrayList<>();
    for (int bar = 0; bar < size; bar++) {
      double open = 10.0 * (bar + 1);
      bars.add(
          new DailyBar(
              LocalDate.of(2001, 1, 1).plusDays(bar), open, open + 6, open - 1, open + 5, 1));
    }
    return new PriceHistory("T", bars);
  }
}
