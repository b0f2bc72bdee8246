package dev.cairn.examples.backtest.strategy;

import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/** Buys when the relative strength index says oversold, sells once it has recovered. */
final class RsiReversion implements FamilyRules {
  @Override
  public List<ParameterAxis> axes() {
    return List.of(
        ParameterAxis.of("period", "days", 2, 3, 4, 5, 7, 9, 11, 14, 18, 22),
        ParameterAxis.of("buyBelow", "RSI", 10, 15, 20, 25, 30, 35),
        ParameterAxis.of("sellAbove", "RSI", 50, 55, 60, 65, 70));
  }

  @Override
  public boolean sensible(Parameters parameters) {
    // The longer the period, the closer the index stays to 50: in the shipped prices it hardly ever
    // gets further away than this, and a threshold out there is never met.
    double reach = 90 / Math.sqrt(parameters.count("period"));
    return parameters.value("buyBelow") >= 50 - reach;
  }

  @Override
  public Strategy strategy(BarSeries series, Parameters parameters) {
    int period = parameters.count("period");
    RSIIndicator rsi = new RSIIndicator(new ClosePriceIndicator(series), period);
    return new BaseStrategy(
        new UnderIndicatorRule(rsi, parameters.value("buyBelow")),
        new OverIndicatorRule(rsi, parameters.value("sellAbove")),
        period);
  }
}
