package dev.cairn.examples.backtest.strategy;

import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsLowerIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsMiddleIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsUpperIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/**
 * Buys below the lower Bollinger band, sells above the middle or above a band over it. Both widths
 * are in standard deviations of the window.
 */
final class BollingerReversion implements FamilyRules {
  @Override
  public List<ParameterAxis> axes() {
    return List.of(
        ParameterAxis.days("period", 10, 60, 5),
        ParameterAxis.of("buyBelow", "deviations", 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5),
        ParameterAxis.of("sellAbove", "deviations", 0, 1, 2));
  }

  @Override
  public boolean sensible(Parameters parameters) {
    return parameters.count("period") > 1;
  }

  @Override
  public Strategy strategy(BarSeries series, Parameters parameters) {
    int period = parameters.count("period");
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    SMAIndicator average = new SMAIndicator(close, period);
    BollingerBandsMiddleIndicator middle = new BollingerBandsMiddleIndicator(average);
    RollingDeviation deviation = new RollingDeviation(close, average, period);
    BollingerBandsLowerIndicator lower =
        new BollingerBandsLowerIndicator(
            middle, deviation, DoubleNum.valueOf(parameters.value("buyBelow")));
    BollingerBandsUpperIndicator upper =
        new BollingerBandsUpperIndicator(
            middle, deviation, DoubleNum.valueOf(parameters.value("sellAbove")));
    return new BaseStrategy(
        new UnderIndicatorRule(close, lower), new OverIndicatorRule(close, upper), period - 1);
  }
}
