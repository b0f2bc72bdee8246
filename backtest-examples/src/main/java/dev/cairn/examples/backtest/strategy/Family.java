package dev.cairn.examples.backtest.strategy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ta4j.core.BarSeries;
import org.ta4j.core.Strategy;

/** The families of long-only strategies that the sweep tries, in the order of the grid. */
public enum Family {
  /** Follows a trend: long while a fast moving average is above a slow one. */
  SMA_CROSSOVER("SMA crossover", new SmaCrossover()),
  /** Bets on recovery: buys what the relative strength index calls oversold. */
  RSI_REVERSION("RSI reversion", new RsiReversion()),
  /** Bets on recovery: buys below the lower Bollinger band. */
  BOLLINGER_REVERSION("Bollinger reversion", new BollingerReversion()),
  /** Follows a trend: long while the MACD line is above its signal line. */
  MACD_SIGNAL("MACD signal", new MacdSignal()),
  /** Follows a breakout: buys above the channel of past highs. */
  DONCHIAN_BREAKOUT("Donchian breakout", new DonchianBreakout()),
  /** Follows momentum, filtered by a moving average. */
  ROC_MOMENTUM("ROC momentum", new RateOfChangeMomentum());

  private final String label;
  private final FamilyRules rules;

  Family(String label, FamilyRules rules) {
    this.label = label;
    this.rules = rules;
  }

  /** The name that people read. */
  public String label() {
    return label;
  }

  /** The parameters, slowest-varying in the grid first. */
  public List<ParameterAxis> axes() {
    return rules.axes();
  }

  /**
   * The axis of one parameter.
   *
   * @throws IllegalArgumentException when the family has no such parameter
   */
  public ParameterAxis axis(String name) {
    return axes().stream()
        .filter(axis -> axis.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(label + " has no parameter '" + name + "'"));
  }

  /** Every sensible combination of parameters, the last axis varying fastest. */
  public List<Parameters> combinations() {
    List<Map<String, Double>> partial = List.of(Map.of());
    for (ParameterAxis axis : axes()) {
      List<Map<String, Double>> longer = new ArrayList<>();
      for (Map<String, Double> start : partial) {
        for (Double value : axis.values()) {
          Map<String, Double> next = new LinkedHashMap<>(start);
          next.put(axis.name(), value);
          longer.add(next);
        }
      }
      partial = longer;
    }
    return partial.stream().map(Parameters::new).filter(rules::sensible).toList();
  }

  /**
   * A ta4j strategy with indicators of its own over the series. It looks at no later bar than the
   * one it is asked about and not at what is held, and gives no signal in its unstable bars. Not
   * safe for more than one thread; any number of strategies may share the series.
   *
   * @throws IllegalArgumentException when a parameter is missing
   */
  public Strategy strategy(BarSeries series, Parameters parameters) {
    return rules.strategy(series, parameters);
  }
}
