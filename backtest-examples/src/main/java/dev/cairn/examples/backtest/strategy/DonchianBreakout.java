package dev.cairn.examples.backtest.strategy;

import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.indicators.donchian.DonchianChannelLowerIndicator;
import org.ta4j.core.indicators.donchian.DonchianChannelUpperIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.helpers.PreviousValueIndicator;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/**
 * Buys a close above the highest high of the days before it, sells a close below their lowest low.
 * The day itself is not in its channel: no close can be above its own high.
 */
final class DonchianBreakout implements FamilyRules {
  @Override
  public List<ParameterAxis> axes() {
    return List.of(
        ParameterAxis.days("entry", 10, 200, 10),
        ParameterAxis.of("exit", "days", 5, 10, 15, 20, 30, 40, 50, 60, 80, 100));
  }

  @Override
  public boolean sensible(Parameters parameters) {
    return parameters.count("exit") <= parameters.count("entry");
  }

  @Override
  public Strategy strategy(BarSeries series, Parameters parameters) {
    int entry = parameters.count("entry");
    int exit = parameters.count("exit");
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    return new BaseStrategy(
        new OverIndicatorRule(
            close, new PreviousValueIndicator(new DonchianChannelUpperIndicator(series, entry), 1)),
        new UnderIndicatorRule(
            close, new PreviousValueIndicator(new DonchianChannelLowerIndicator(series, exit), 1)),
        Math.max(entry, exit));
  }
}
