package dev.cairn.examples.backtest;

import dev.cairn.examples.backtest.metrics.Performance;
import dev.cairn.examples.backtest.metrics.SharpeInterval;

/**
 * The result of one unit of the sweep: numbers and strings only, so that JSON holds it exactly.
 *
 * @param unit its number
 * @param ticker of the stock
 * @param family the name of a {@link dev.cairn.examples.backtest.strategy.Family}
 * @param parameters as one line, such as {@code fast=10 slow=50}
 * @param inSample performance over the period in which a user would choose parameters
 * @param inSampleSharpe how far chance may have moved the in-sample Sharpe ratio
 * @param outOfSample performance over the period after it, which no choice may look at
 */
public record UnitResult(
    long unit,
    String ticker,
    String family,
    String parameters,
    Performance inSample,
    SharpeInterval inSampleSharpe,
    Performance outOfSample) {
  /** The name of this shape of result in a run's definition. It changes when a field does. */
  public static final String SCHEMA = "backtest-unit-result/1";
}
