package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.BacktestSettings;
import dev.cairn.examples.backtest.engine.Costs;

/** The foot of the page: how the numbers came about, so that they can be judged and repeated. */
final class FooterSection {
  private FooterSection() {}

  static Element of(ReportData data) {
    BacktestSettings settings = data.settings();
    Costs costs = settings.costs();
    return Element.of("footer")
        .add(
            Element.of(
                "p",
                ("Signals at a close are executed at the next open, long or flat, all in or all out."
                        + " Each side pays %s basis points of commission and %s to %s of slippage,"
                        + " drawn from the unit's own seed. In sample is %s to %s, out of sample %s"
                        + " to %s; a position that is open at the end of a period is sold there.")
                    .formatted(
                        Figures.coordinate(costs.commission()),
                        Figures.coordinate(costs.slippage()),
                        Figures.coordinate(costs.slippage() + costs.slippageNoise()),
                        settings.inSample().first(),
                        settings.inSample().last(),
                        settings.outOfSample().first(),
                        settings.outOfSample().last())),
            Element.of(
                "p",
                "Sharpe ratio: mean over sample deviation of daily returns, idle days included,"
                    + " times the root of 252, risk-free rate 0. CAGR: compound growth per 252"
                    + " trading days. Listed are units with a year or more in sample and %d trades or"
                        .formatted(Ranking.MINIMUM_TRADES)
                    + " more. Prices: Quandl WIKI, public domain, adjusted for splits and"
                    + " dividends. Past prices; no advice."),
            Element.of("p", "Digest of all results in unit order: ")
                .add(Element.of("code", data.run().digest())));
  }
}
