package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.metrics.Performance;
import dev.cairn.examples.backtest.strategy.Family;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The table of the best results, with what became of them out of sample. */
final class BestSection {
  private BestSection() {}

  static Element of(List<UnitResult> best) {
    if (best.isEmpty()) {
      return HtmlReport.section(
          "Best strategies",
          "No unit of this run can be chosen: each has less than a year in sample, fewer than %d"
                  .formatted(Ranking.MINIMUM_TRADES)
              + " trades, or a Sharpe ratio that is not positive. Run more units.",
          List.of());
    }
    return HtmlReport.section("Best strategies", note(best), List.of(table(best)));
  }

  private static String note(List<UnitResult> best) {
    long heldUp = best.stream().filter(result -> Verdict.of(result) == Verdict.HELD_UP).count();
    return ("The %d with the highest in-sample Sharpe ratio, which is all that a user could have"
            + " known, and what they were worth afterwards. %s of them kept at least half of it out"
            + " of sample; the others were fitted to their past. In brackets, the 90\u00A0%%"
            + " bootstrap interval.")
        .formatted(best.size(), heldUp == 0 ? "None" : Figures.count(heldUp));
  }

  private static Element table(List<UnitResult> best) {
    Element rows = Element.of("tbody");
    for (int i = 0; i < best.size(); i++) {
      rows.add(row(i + 1, best.get(i)));
    }
    return Element.styled("div", "scroll")
        .add(
            Element.of("table")
                .add(
                    Element.of("caption", "The best strategies by in-sample Sharpe ratio"),
                    head(),
                    rows));
  }

  private static Element head() {
    Element groups =
        Element.of("tr")
            .add(
                heading("").with("colspan", "4"),
                heading("In sample").with("colspan", "4").with("class", "first-of-group"),
                heading("Out of sample").with("colspan", "5").with("class", "first-of-group"));
    Element names = Element.of("tr");
    names.add(numberHeading("#"), heading("Stock"), heading("Strategy"), heading("Parameters"));
    List<String> figures = List.of("CAGR", "Max. drawdown", "Trades");
    names.add(numberHeading("Sharpe").with("class", "number first-of-group"));
    figures.forEach(figure -> names.add(numberHeading(figure)));
    names.add(numberHeading("Sharpe").with("class", "number first-of-group"));
    figures.forEach(figure -> names.add(numberHeading(figure)));
    names.add(heading("Verdict"));
    return Element.of("thead").add(groups, names);
  }

  private static Element row(int rank, UnitResult result) {
    Element row =
        Element.of("tr")
            .add(
                Element.styled("td", "number").text(Integer.toString(rank)),
                Element.styled("td", "strong").text(result.ticker()),
                Element.of("td", Family.valueOf(result.family()).label()),
                Element.styled("td", "parameters")
                    .with("title", "unit " + result.unit())
                    .text(result.parameters()));
    Element chosen =
        Element.styled("td", "number strong first-of-group")
            .text(Figures.ratio(result.inSample().sharpe()) + " ")
            .add(
                Element.styled("span", "interval")
                    .text(
                        "[%s, %s]"
                            .formatted(
                                Figures.ratio(result.inSampleSharpe().low()),
                                Figures.ratio(result.inSampleSharpe().high()))));
    double judgedSharpe = result.outOfSample().sharpe();
    Element judged =
        Element.styled("td", "number strong first-of-group" + negative(judgedSharpe))
            .text(Figures.ratio(judgedSharpe));
    return row.add(chosen)
        .add(figures(result.inSample()))
        .add(judged)
        .add(figures(result.outOfSample()))
        .add(Element.of("td").add(verdict(Verdict.of(result))));
  }

  private static List<Element> figures(Performance performance) {
    return new ArrayList<>(
        Arrays.asList(
            Element.styled("td", "number" + negative(performance.annualReturn()))
                .text(Figures.percent(performance.annualReturn())),
            Element.styled("td", "number").text(Figures.percent(performance.maximumDrawdown())),
            Element.styled("td", "number").text(Figures.count(performance.trades()))));
  }

  private static Element verdict(Verdict verdict) {
    return Element.styled(
            "span", "verdict " + verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .with("title", verdict.meaning())
        .text(verdict.label());
  }

  private static String negative(double value) {
    return value < 0 ? " negative" : "";
  }

  private static Element heading(String text) {
    return Element.of("th", text).with("scope", "col");
  }

  private static Element numberHeading(String text) {
    return heading(text).with("class", "number");
  }
}
