package dev.cairn.examples.backtest.strategy;

import com.google.errorprone.annotations.Immutable;
import java.util.List;
import org.ta4j.core.BarSeries;
import org.ta4j.core.Strategy;

/**
 * What defines a family of long-only strategies. Stateless.
 *
 * <p>The rules look at prices up to the bar they are asked about and at nothing else: not at later
 * bars, and not at what is held. That is what lets a caller ask for all bars at once.
 */
@Immutable
interface FamilyRules {
  /** The parameters, slowest-varying first. */
  List<ParameterAxis> axes();

  /** Whether the combination means something; the grid leaves out what does not. */
  boolean sensible(Parameters parameters);

  /**
   * The strategy with indicators of its own over the series. Its unstable bars are the bars before
   * which some indicator has not seen its whole window; it gives no signal there.
   */
  Strategy strategy(BarSeries series, Parameters parameters);
}
