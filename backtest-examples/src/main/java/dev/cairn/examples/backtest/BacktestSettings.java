package dev.cairn.examples.backtest;

import dev.cairn.examples.backtest.engine.Costs;
import dev.cairn.examples.backtest.prices.Period;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all units of a sweep have in common.
 *
 * @param inSample the period in which parameters are chosen
 * @param outOfSample the period in which the choice is judged; it begins after the other ends
 * @param costs of trading
 */
public record BacktestSettings(Period inSample, Period outOfSample, Costs costs)
    implements Serializable {
  /** Checks that the periods do not overlap. */
  public BacktestSettings {
    if (!outOfSample.first().isAfter(inSample.last())) {
      throw new IllegalArgumentException(
          "The out-of-sample period %s must begin after the in-sample period %s"
              .formatted(outOfSample, inSample));
    }
  }

  /**
   * Chosen in 2001 to 2009, judged from 2010 to the end of the prices (2013-03-01). The year 2000
   * warms the indicators up. A stock that came later is out of the market until its indicators have
   * seen enough. Commission 2 basis points a side, slippage 3, and up to 4 more by chance.
   */
  public static BacktestSettings standard() {
    return new BacktestSettings(
        new Period(LocalDate.of(2001, 1, 1), LocalDate.of(2009, 12, 31)),
        new Period(LocalDate.of(2010, 1, 1), LocalDate.of(2013, 3, 1)),
        new Costs(2, 3, 4));
  }

  /** The settings as a run's definition wants them: every value that a result depends on. */
  public SortedMap<String, String> parameters() {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("in-sample", inSample.toString());
    parameters.put("out-of-sample", outOfSample.toString());
    parameters.put("commission-bp", Double.toString(costs.commission()));
    parameters.put("slippage-bp", Double.toString(costs.slippage()));
    parameters.put("slippage-noise-bp", Double.toString(costs.slippageNoise()));
    return parameters;
  }
}
