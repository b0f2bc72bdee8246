package dev.cairn.examples.backtest.strategy;

import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.indicators.ROCIndicator;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/**
 * Buys when the price has risen by more than a threshold and stands above its average; sells when
 * the rise is gone or the price has fallen below the average.
 */
final class RateOfChangeMomentum implements FamilyRules {
  @Override
  public List<ParameterAxis> axes() {
    return List.of(
        ParameterAxis.of("lookback", "days", 10, 20, 40, 60, 90, 120, 150, 180),
        ParameterAxis.of("threshold", "%", 0, 2, 5, 10),
        ParameterAxis.of("filter", "days", 20, 50, 100, 150, 200));
  }

  @Override
  public boolean sensible(Parameters parameters) {
    return parameters.value("threshold") >= 0;
  }

  @Override
  public Strategy strategy(BarSeries series, Parameters parameters) {
    int lookback = parameters.count("lookback");
    int filter = parameters.count("filter");
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    ROCIndicator change = new ROCIndicator(close, lookback);
    SMAIndicator average = new SMAIndicator(close, filter);
    return new BaseStrategy(
        new OverIndicatorRule(change, parameters.value("threshold"))
            .and(new OverIndicatorRule(close, average)),
        new UnderIndicatorRule(change, 0).or(new UnderIndicatorRule(close, average)),
        Math.max(lookback, filter - 1));
  }
}
