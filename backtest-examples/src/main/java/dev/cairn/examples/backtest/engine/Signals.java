package dev.cairn.examples.backtest.engine;

import dev.cairn.examples.backtest.prices.PriceHistory;
import dev.cairn.examples.backtest.strategy.Combination;
import java.util.BitSet;
import org.ta4j.core.Strategy;

/**
 * What a strategy says at the close of every bar: enter, exit, both or nothing. Immutable.
 *
 * <p>All bars are asked once, in order, whatever is held, which is possible because the families
 * look at prices alone. So an indicator always sees its bars in the same order, and its running
 * sums round the same way, in every run and for every split into periods.
 */
public final class Signals {
  private final BitSet entries;
  private final BitSet exits;
  private final int size;

  private Signals(BitSet entries, BitSet exits, int size) {
    this.entries = entries;
    this.exits = exits;
    this.size = size;
  }

  /** The signals of a combination's strategy over a history of its stock. */
  public static Signals of(PriceHistory prices, Combination combination) {
    return of(
        combination.family().strategy(prices.series(), combination.parameters()), prices.size());
  }

  /**
   * The signals of a ta4j strategy at bars 0 to {@code size - 1} of its series. The strategy's
   * rules must not look at what is held; none is given in its unstable bars.
   */
  public static Signals of(Strategy strategy, int size) {
    BitSet entries = new BitSet(size);
    BitSet exits = new BitSet(size);
    for (int bar = strategy.getUnstableBars(); bar < size; bar++) {
      entries.set(bar, strategy.shouldEnter(bar));
      exits.set(bar, strategy.shouldExit(bar));
    }
    return new Signals(entries, exits, size);
  }

  /** How many bars were asked. */
  public int size() {
    return size;
  }

  /** Whether the close of a bar says to buy. */
  public boolean entersAt(int bar) {
    return entries.get(bar);
  }

  /** Whether the close of a bar says to sell. */
  public boolean exitsAt(int bar) {
    return exits.get(bar);
  }
}
