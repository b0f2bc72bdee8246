package dev.cairn.examples.backtest.sweep;

import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import dev.cairn.examples.backtest.Backtest;
import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.prices.StockPrices;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.UnitRandom;
import java.util.random.RandomGenerator;

/** What makes two sweeps the same run: all that their results depend on. */
public final class SweepDefinition {
  private static final long SEED = 42;

  private SweepDefinition() {}

  /** The sweep over the first {@code units} units of the grid. */
  public static RunDefinition of(long units) {
    RunDefinition.Builder definition =
        RunDefinition.builder()
            .codeVersion(Backtest.codeVersion())
            .parameter("result", UnitResult.SCHEMA)
            .input(StockPrices.FILE, StockPrices.SHA_256)
            .units(units)
            .seed(SEED)
            .resultSchema(codec().name());
    BacktestSettings.standard().parameters().forEach(definition::parameter);
    return definition.build();
  }

  /** The random numbers of a unit, from their beginning; the noise of its fills comes of them. */
  public static RandomGenerator random(long unit) {
    return UnitRandom.of(SEED, unit);
  }

  static Codec<UnitResult> codec() {
    return Codecs.json(UnitResult.class);
  }
}
