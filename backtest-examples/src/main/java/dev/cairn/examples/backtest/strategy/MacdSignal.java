package dev.cairn.examples.backtest.strategy;

import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseStrategy;
import org.ta4j.core.Strategy;
import org.ta4j.core.indicators.EMAIndicator;
import org.ta4j.core.indicators.MACDIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.UnderIndicatorRule;

/** Long while the MACD line, a difference of exponential averages, is above its signal line. */
final class MacdSignal implements FamilyRules {
  @Override
  public List<ParameterAxis> axes() {
    return List.of(
        ParameterAxis.of("fast", "days", 5, 8, 10, 12, 15, 18, 21),
        ParameterAxis.of("slow", "days", 18, 22, 26, 32, 40, 50, 65),
        ParameterAxis.of("signal", "days", 5, 7, 9, 12, 15));
  }

  @Override
  public boolean sensible(Parameters parameters) {
    return parameters.count("fast") < parameters.count("slow");
  }

  @Override
  public Strategy strategy(BarSeries series, Parameters parameters) {
    int slow = parameters.count("slow");
    int signalBars = parameters.count("signal");
    MACDIndicator line =
        new MACDIndicator(new ClosePriceIndicator(series), parameters.count("fast"), slow);
    EMAIndicator signal = line.getSignalLine(signalBars);
    return new BaseStrategy(
        new OverIndicatorRule(line, signal),
        new UnderIndicatorRule(line, signal),
        slow + signalBars - 2);
  }
}
