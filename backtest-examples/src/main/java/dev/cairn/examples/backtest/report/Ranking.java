package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.metrics.Performance;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Ranks results as somebody would who has only the in-sample period to choose by: by its Sharpe
 * ratio. Out-of-sample figures are shown beside it and never rank.
 */
public final class Ranking {
  /** Fewer round trips say more about luck than about a strategy. */
  public static final int MINIMUM_TRADES = 10;

  private static final Comparator<UnitResult> ORDER =
      Comparator.comparingDouble((UnitResult result) -> result.inSample().sharpe())
          .reversed()
          .thenComparingLong(UnitResult::unit);

  private Ranking() {}

  /**
   * The best results, best first; equal ones by number.
   *
   * <p>Left out is what nobody could choose: less than a year in sample, fewer than {@value
   * #MINIMUM_TRADES} trades in it, or a Sharpe ratio that is not positive.
   *
   * @param results in any order
   * @param limit how many at most
   * @return up to {@code limit} results; empty when there is none to choose
   */
  public static List<UnitResult> best(Collection<UnitResult> results, int limit) {
    return results.stream().filter(Ranking::eligible).sorted(ORDER).limit(limit).toList();
  }

  private static boolean eligible(UnitResult result) {
    Performance chosenBy = result.inSample();
    return chosenBy.bars() >= Performance.TRADING_DAYS
        && chosenBy.trades() >= MINIMUM_TRADES
        && chosenBy.sharpe() > 0;
  }
}
