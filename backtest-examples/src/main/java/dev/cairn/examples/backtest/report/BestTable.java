package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.report.TextTable.Alignment;
import dev.cairn.examples.backtest.report.TextTable.Column;
import dev.cairn.examples.backtest.strategy.Family;
import java.util.List;
import java.util.Locale;

/** The best results as a table for a console. */
public final class BestTable {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("#", Alignment.RIGHT),
          new Column("stock", Alignment.LEFT),
          new Column("strategy", Alignment.LEFT),
          new Column("parameters", Alignment.LEFT),
          new Column("sharpe", Alignment.RIGHT),
          new Column("CAGR", Alignment.RIGHT),
          new Column("maxDD", Alignment.RIGHT),
          new Column("trades", Alignment.RIGHT),
          new Column("| OOS sharpe", Alignment.RIGHT),
          new Column("CAGR", Alignment.RIGHT),
          new Column("maxDD", Alignment.RIGHT),
          new Column("verdict", Alignment.LEFT));

  private BestTable() {}

  /**
   * The table of results in the order given, without a title. Figures left of the bar are in
   * sample, those right of it out of sample (OOS).
   */
  public static String text(List<UnitResult> best) {
    TextTable table = new TextTable(COLUMNS);
    int rank = 1;
    for (UnitResult result : best) {
      table.row(
          Integer.toString(rank++),
          result.ticker(),
          Family.valueOf(result.family()).label(),
          result.parameters(),
          number("%.2f", result.inSample().sharpe()),
          number("%.1f%%", result.inSample().annualReturn() * 100),
          number("%.0f%%", result.inSample().maximumDrawdown() * 100),
          Long.toString(result.inSample().trades()),
          number("%.2f", result.outOfSample().sharpe()),
          number("%.1f%%", result.outOfSample().annualReturn() * 100),
          number("%.0f%%", result.outOfSample().maximumDrawdown() * 100),
          Verdict.of(result).label());
    }
    return table.toString();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
