package dev.cairn.examples.backtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.examples.backtest.prices.PriceHistory;
import dev.cairn.examples.backtest.prices.StockPrices;
import dev.cairn.examples.backtest.strategy.Combination;
import dev.cairn.examples.backtest.strategy.Family;
import dev.cairn.examples.backtest.strategy.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of every family, computed a second time by plain loops over the prices. */
class SignalsTest {
  private final PriceHistory prices = StockPrices.shipped().history("GOOG");
  private final double[] close = closes();

  @ParameterizedTest
  @EnumSource(Family.class)
  void of_historyCutAnywhere_saysTheSameBeforeTheCut(Family family) {
    List<Parameters> combinations = family.combinations();
    for (int i = 0; i < combinations.size(); i += 29) {
      Combination combination = new Combination("GOOG", family, combinations.get(i));
      Signals whole = Signals.of(prices, combination);
      for (int size : new int[] {40, 250, 611, 1402}) {
        Signals known = Signals.of(prices.upTo(size), combination);
        for (int bar = 0; bar < size; bar++) {
          assertThat(List.of(known.entersAt(bar), known.exitsAt(bar)))
              .as("%s at bar %d of %d", combination, bar, size)
              .isEqualTo(List.of(whole.entersAt(bar), whole.exitsAt(bar)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void of_realPrices_everyCombinationEntersAndExits(Family family) {
    for (Parameters parameters : family.combinations()) {
      Signals signals = Signals.of(prices, new Combination("GOOG", family, parameters));

      assertThat(count(signals::entersAt)).as("entries of %s", parameters).isPositive();
      assertThat(count(signals::exitsAt)).as("exits of %s", parameters).isPositive();
    }
  }

  @Test
  void of_smaCrossover_comparesTheAverages() {
    check(
        Family.SMA_CROSSOVER,
        Map.of("fast", 10.0, "slow", 50.0),
        49,
        bar -> mean(bar, 10) > mean(bar, 50),
        bar -> mean(bar, 10) < mean(bar, 50));
  }

  @Test
  void of_rsiReversion_comparesTheIndex() {
    double[] rsi = relativeStrength(14);
    check(
        Family.RSI_REVERSION,
        Map.of("period", 14.0, "buyBelow", 35.0, "sellAbove", 60.0),
        14,
        bar -> rsi[bar] < 35,
        bar -> rsi[bar] > 60);
  }

  @Test
  void of_bollingerReversion_comparesTheBands() {
    check(
        Family.BOLLINGER_REVERSION,
        Map.of("period", 20.0, "buyBelow", 2.0, "sellAbove", 1.0),
        19,
        bar -> close[bar] < mean(bar, 20) - 2 * deviation(bar, 20),
        bar -> close[bar] > mean(bar, 20) + deviation(bar, 20));
  }

  @Test
  void of_macdSignal_comparesTheLines() {
    double[] fast = exponential(close, 12);
    double[] slow = exponential(close, 26);
    double[] line = new double[close.length];
    Arrays.setAll(line, bar -> fast[bar] - slow[bar]);
    double[] signal = exponential(line, 9);
    check(
        Family.MACD_SIGNAL,
        Map.of("fast", 12.0, "slow", 26.0, "signal", 9.0),
        33,
        bar -> line[bar] > signal[bar],
        bar -> line[bar] < signal[bar]);
  }

  @Test
  void of_donchianBreakout_comparesTheDaysBefore() {
    check(
        Family.DONCHIAN_BREAKOUT,
        Map.of("entry", 30.0, "exit", 15.0),
        30,
        bar -> before(bar, 30).allMatch(day -> close[bar] > prices.bar(day).high()),
        bar -> before(bar, 15).allMatch(day -> close[bar] < prices.bar(day).low()));
  }

  @Test
  void of_rateOfChangeMomentum_comparesChangeAndAverage() {
    check(
        Family.ROC_MOMENTUM,
        Map.of("lookback", 60.0, "threshold", 5.0, "filter", 100.0),
        99,
        bar -> close[bar] / close[bar - 60] > 1.05 && close[bar] > mean(bar, 100),
        bar -> close[bar] < close[bar - 60] || close[bar] < mean(bar, 100));
  }

  private void check(
      Family family,
      Map<String, Double> parameters,
      int warmUp,
      IntPredicate enters,
      IntPredicate exits) {
    Signals signals =
        Signals.of(prices, new Combination("GOOG", family, new Parameters(parameters)));
    for (int bar = 0; bar < prices.size(); bar++) {
      boolean ready = bar >= warmUp;
      assertThat(signals.entersAt(bar))
          .as("enters at %d", bar)
          .isEqualTo(ready && enters.test(bar));
      assertThat(signals.exitsAt(bar)).as("exits at %d", bar).isEqualTo(ready && exits.test(bar));
    }
  }

  private long count(IntPredicate predicate) {
    return IntStream.range(0, prices.size()).filter(predicate).count();
  }

  private static IntStream before(int bar, int days) {
    return IntStream.range(bar - days, bar);
  }

  private double mean(int bar, int days) {
    return before(bar + 1, days).mapToDouble(day -> close[day]).sum() / days;
  }

  private double deviation(int bar, int days) {
    double mean = mean(bar, days);
    double squares = before(bar + 1, days).mapToDouble(day -> Math.pow(close[day] - mean, 2)).sum();
    return Math.sqrt(squares / days);
  }

  private static double[] exponential(double[] values, int days) {
    double[] result = new double[values.length];
    result[0] = values[0];
    double weight = 2.0 / (days + 1);
    for (int bar = 1; bar < values.length; bar++) {
      result[bar] = weight * values[bar] + (1 - weight) * result[bar - 1];
    }
    return result;
  }

  /** Wilder's index: gains and losses smoothed with a weight of 1 / period. */
  private double[] relativeStrength(int period) {
    double[] result = new double[close.length];
    double gain = 0;
    double loss = 0;
    for (int bar = 1; bar < close.length; bar++) {
      double change = close[bar] - close[bar - 1];
      gain = (gain * (period - 1) + Math.max(change, 0)) / period;
      loss = (loss * (period - 1) + Math.max(-change, 0)) / period;
      result[bar] = 100 * gain / (gain + loss);
    }
    return result;
  }

  private double[] closes() {
    double[] values = new double[prices.size()];
    Arrays.setAll(values, bar -> prices.bar(bar).close());
    return values;
  }
}
