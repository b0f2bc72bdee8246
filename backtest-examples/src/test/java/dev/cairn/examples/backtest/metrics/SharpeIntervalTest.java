package dev.cairn.examples.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.examples.backtest.engine.Costs;
import dev.cairn.examples.backtest.engine.EquityPath;
import dev.cairn.examples.backtest.engine.Signals;
import dev.cairn.examples.backtest.engine.Simulation;
import dev.cairn.examples.backtest.prices.BarRange;
import dev.cairn.examples.backtest.prices.PriceHistory;
import dev.cairn.examples.backtest.prices.StockPrices;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Rule;
import org.ta4j.core.rules.BooleanRule;

class SharpeIntervalTest {
  @Test
  void of_longHistory_agreesWithTheNormalApproximation() {
    EquityPath path = path(BooleanRule.TRUE, 3000);
    double sharpe = Performance.of(path).sharpe();

    SharpeInterval interval = SharpeInterval.of(path, new SplittableRandom(3));

    // the standard error of a daily ratio over n days is close to 1 / sqrt(n) (A. W. Lo, 2002)
    double expected = 2 * 1.645 * Math.sqrt(252.0 / 3000);
    assertThat(interval.high() - interval.low()).isCloseTo(expected, within(0.25 * expected));
    assertThat(sharpe).isBetween(interval.low(), interval.high());
    assertThat((interval.low() + interval.high()) / 2).isCloseTo(sharpe, within(0.15));
  }

  @Test
  void of_sameNumbers_givesTheSame() {
    EquityPath path = path(BooleanRule.TRUE, 700);

    assertThat(SharpeInterval.of(path, new SplittableRandom(3)))
        .isEqualTo(SharpeInterval.of(path, new SplittableRandom(3)))
        .isNotEqualTo(SharpeInterval.of(path, new SplittableRandom(4)));
  }

  @Test
  void of_nothingToResample_isZero() {
    assertThat(SharpeInterval.of(path(BooleanRule.FALSE, 700), new SplittableRandom(1)))
        .isEqualTo(new SharpeInterval(0, 0));
    assertThat(SharpeInterval.of(path(BooleanRule.TRUE, 1), new SplittableRandom(1)))
        .isEqualTo(new SharpeInterval(0, 0));
    assertThat(SharpeInterval.of(path(BooleanRule.TRUE, 0), new SplittableRandom(1)))
        .isEqualTo(new SharpeInterval(0, 0));
  }

  @Test
  void new_notAnInterval_isRefused() {
    assertThatThrownBy(() -> new SharpeInterval(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SharpeInterval(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static EquityPath path(Rule entry, int bars) {
    PriceHistory apple = StockPrices.shipped().history("AAPL");
    Signals signals = Signals.of(new BaseStrategy(entry, BooleanRule.FALSE), apple.size());
    return Simulation.run(
        apple, signals, new BarRange(1, 1 + bars), Costs.none(), new SplittableRandom(1));
  }
}
