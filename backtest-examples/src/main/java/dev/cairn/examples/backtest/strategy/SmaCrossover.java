package dev.cairn.examples.backtest.strategy;

import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/** Long while the fast average of closes is above the slow one. */
final class SmaCrossover implements FamilyRules {
  @Override
  public List<ParameterAxis> axes() {
    return List.of(ParameterAxis.days("fast", 5, 60, 5), ParameterAxis.days("slow", 20, 200, 10));
  }

  @Override
  public boolean sensible(Parameters parameters) {
    return parameters.count("fast") < parameters.count("slow");
  }

  @Override
  public Strategy strategy(BarSeries series, Parameters parameters) {
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    SMAIndicator fast = new SMAIndicator(close, parameters.count("fast"));
    SMAIndicator slow = new SMAIndicator(close, parameters.count("slow"));
    return new BaseStrategy(
        new OverIndicatorRule(fast, slow),
        new UnderIndicatorRule(fast, slow),
        parameters.count("slow") - 1);
  }
}
