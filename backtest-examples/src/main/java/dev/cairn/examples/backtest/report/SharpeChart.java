package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.UnitResult;
import dev.cairn.examples.backtest.strategy.Family;
import java.util.List;
import java.util.Locale;

/** Draws every result as a dot: its Sharpe ratio in sample against that out of sample. */
final class SharpeChart {
  private static final Plot PLOT = new Plot(1040, 430, 52, 34, 190, 44);

  /** Fewer results than this are drawn as larger dots. */
  private static final int SPARSE = 1500;

  private SharpeChart() {}

  /**
   * The chart.
   *
   * @param all results; those without an in-sample period are left out
   * @param best results, drawn with a ring
   */
  static Element draw(List<UnitResult> all, List<UnitResult> best) {
    List<UnitResult> results = all.stream().filter(result -> result.inSample().bars() > 0).toList();
    Scale across = scale(results.stream().mapToDouble(SharpeChart::chosen).toArray(), true);
    Scale up = scale(results.stream().mapToDouble(SharpeChart::judged).toArray(), false);
    double correlation = correlation(results);
    Element drawing =
        PLOT.drawing(
            "sharpe",
            "Sharpe ratio in sample against out of sample",
            "%s results; the correlation of the two ratios is %s."
                .formatted(Figures.count(results.size()), Figures.ratio(correlation)));
    across.ticks(8).forEach(tick -> drawing.add(PLOT.verticalLine(across.at(tick), label(tick))));
    up.ticks(6).forEach(tick -> drawing.add(PLOT.horizontalLine(up.at(tick), label(tick))));
    drawing.add(
        Plot.text(PLOT.innerRight(), PLOT.innerBottom() + 38, "end", "in-sample Sharpe ratio →")
            .with("class", "axis-name"),
        Plot.text(PLOT.innerLeft(), PLOT.innerTop() - 12, "start", "↑ out-of-sample Sharpe ratio")
            .with("class", "axis-name"));
    drawing.add(
        Plot.line(across.at(0), PLOT.innerTop(), across.at(0), PLOT.innerBottom())
            .with("class", "zero"),
        Plot.line(PLOT.innerLeft(), up.at(0), PLOT.innerRight(), up.at(0)).with("class", "zero"));
    drawing.add(diagonal(across, up));
    int row = 0;
    for (Family family : Family.values()) {
      drawing.add(dots(family, results, across, up), legend(family, results, row++));
    }
    for (UnitResult result : best) {
      drawing.add(
          Plot.circle(across.at(chosen(result)), up.at(judged(result)), 5)
              .with("class", "ring")
              .titled(
                  "%s %s %s: Sharpe %s in sample, %s out of sample"
                      .formatted(
                          result.ticker(),
                          Family.valueOf(result.family()).label(),
                          result.parameters(),
                          Figures.ratio(chosen(result)),
                          Figures.ratio(judged(result)))));
    }
    drawing.add(ringLegend(), correlationNote(correlation));
    return drawing;
  }

  private static Element dots(Family family, List<UnitResult> results, Scale across, Scale up) {
    PathData data = new PathData();
    results.stream()
        .filter(result -> result.family().equals(family.name()))
        .forEach(result -> data.dot(across.at(chosen(result)), up.at(judged(result))));
    String density = results.size() < SPARSE ? "dots sparse " : "dots ";
    return Plot.path(data).with("class", density + styleClass(family));
  }

  private static Element legend(Family family, List<UnitResult> results, int row) {
    double x = PLOT.innerRight() + 22;
    double y = PLOT.innerTop() + 14 + 26 * row;
    long count = results.stream().filter(result -> result.family().equals(family.name())).count();
    return Element.styled("g", "legend")
        .add(
            Plot.path(new PathData().dot(x, y - 4)).with("class", "dots key " + styleClass(family)),
            Plot.text(x + 14, y, "start", family.label()))
        .titled("%s: %s results".formatted(family.label(), Figures.count(count)));
  }

  private static String styleClass(Family family) {
    return family.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Element ringLegend() {
    double x = PLOT.innerRight() + 22;
    double y = PLOT.innerTop() + 14 + 26 * Family.values().length;
    return Element.styled("g", "legend")
        .add(
            Plot.circle(x, y - 4, 5).with("class", "ring"),
            Plot.text(x + 14, y, "start", "in the table above"));
  }

  private static Element correlationNote(double correlation) {
    double x = PLOT.innerRight() + 16;
    double y = PLOT.innerTop() + 46 + 26 * Family.values().length;
    return Element.styled("g", "legend")
        .add(
            Plot.text(x, y, "start", "correlation").with("class", "muted"),
            Plot.text(x, y + 26, "start", Figures.ratio(correlation)).with("class", "big"));
  }

  /** Where a result would lie that is worth out of sample what it was in sample. */
  private static Element diagonal(Scale across, Scale up) {
    double from = Math.max(across.low(), up.low());
    double to = Math.min(across.high(), up.high());
    if (to <= from) {
      return Element.of("g");
    }
    return Plot.line(across.at(from), up.at(from), across.at(to), up.at(to))
        .with("class", "diagonal")
        .titled("as good out of sample as in sample");
  }

  private static Scale scale(double[] values, boolean horizontal) {
    double low = -0.5;
    double high = 0.5;
    for (double value : values) {
      low = Math.min(low, value - 0.1);
      high = Math.max(high, value + 0.1);
    }
    return horizontal
        ? Scale.linear(low, high, PLOT.innerLeft(), PLOT.innerRight())
        : Scale.linear(low, high, PLOT.innerBottom(), PLOT.innerTop());
  }

  /** Pearson's correlation of the two ratios; 0 when one of them does not vary. */
  private static double correlation(List<UnitResult> results) {
    double meanChosen = results.stream().mapToDouble(SharpeChart::chosen).average().orElse(0);
    double meanJudged = results.stream().mapToDouble(SharpeChart::judged).average().orElse(0);
    double both = 0;
    double squaresChosen = 0;
    double squaresJudged = 0;
    for (UnitResult result : results) {
      double chosen = chosen(result) - meanChosen;
      double judged = judged(result) - meanJudged;
      both += chosen * judged;
      squaresChosen += chosen * chosen;
      squaresJudged += judged * judged;
    }
    double product = squaresChosen * squaresJudged;
    return product == 0 ? 0 : both / Math.sqrt(product);
  }

  private static String label(double tick) {
    return Math.abs(tick) < 1e-9 ? "0" : Figures.ratio(tick).replaceAll("0$", "");
  }

  private static double chosen(UnitResult result) {
    return result.inSample().sharpe();
  }

  private static double judged(UnitResult result) {
    return result.outOfSample().sharpe();
  }
}
