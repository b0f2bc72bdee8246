package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.EquityCurve;
import java.util.List;

/** Draws what became of a stake, traded and held, on a logarithmic scale. */
final class EquityChart {
  private static final Plot PLOT = new Plot(1040, 400, 52, 34, 128, 34);
  private static final double LABEL_HEIGHT = 38;

  private EquityChart() {}

  static Element draw(Comparison comparison) {
    EquityCurve traded = comparison.traded();
    EquityCurve held = comparison.held();
    DayAxis days = new DayAxis(PLOT, traded);
    Scale scale =
        Scale.logarithmic(
            0.92 * Math.min(1, Math.min(lowest(traded), lowest(held))),
            1.08 * Math.max(1, Math.max(highest(traded), highest(held))),
            PLOT.innerBottom(),
            PLOT.innerTop());
    Element drawing =
        PLOT.drawing(
            "equity",
            "Equity of the best strategy against buy and hold",
            "A stake of 1 in %s became %s with %s and %s when bought and held."
                .formatted(
                    comparison.ticker(),
                    Figures.multiple(last(traded)),
                    comparison.strategy(),
                    Figures.multiple(last(held))));
    drawing.add(days.judged(comparison.judgedFrom()));
    drawing.add(days.years());
    for (double value : scale.ticks(0)) {
      drawing.add(PLOT.horizontalLine(scale.at(value), tick(value)));
    }
    drawing.add(PLOT.verticalName("× stake"));
    drawing.add(
        Plot.text(
                days.at(comparison.judgedFrom()) + 8,
                PLOT.innerTop() + 16,
                "start",
                "out of sample")
            .with("class", "area-name"));
    drawing.add(
        line(held, days, scale).with("class", "curve held"),
        line(traded, days, scale).with("class", "curve traded"));
    drawing.add(endLabels(traded, held, scale));
    drawing.add(
        days.monthTooltips(
            day ->
                "strategy %s, buy and hold %s"
                    .formatted(
                        Figures.multiple(traded.points().get(day).equity()),
                        Figures.multiple(held.points().get(day).equity()))));
    return drawing;
  }

  private static Element line(EquityCurve curve, DayAxis days, Scale scale) {
    PathData data = new PathData();
    for (EquityCurve.Point point : curve.points()) {
      data.to(days.at(point.date()), scale.at(point.equity()));
    }
    return Plot.path(data);
  }

  /** Names at the curves' ends instead of a legend, kept apart when the ends are close. */
  private static List<Element> endLabels(EquityCurve traded, EquityCurve held, Scale scale) {
    double tradedAt = scale.at(last(traded));
    double heldAt = scale.at(last(held));
    double push = Math.max(0, LABEL_HEIGHT - Math.abs(tradedAt - heldAt)) / 2;
    double direction = tradedAt <= heldAt ? -1 : 1;
    return List.of(
        endLabel("traded", "Strategy", last(traded), tradedAt, tradedAt + direction * push),
        endLabel("held", "Buy and hold", last(held), heldAt, heldAt - direction * push));
  }

  private static Element endLabel(
      String styleClass, String name, double value, double end, double at) {
    double x = PLOT.innerRight();
    return Element.styled("g", "end-label " + styleClass)
        .add(
            Plot.circle(x, end, 3.5),
            Plot.text(x + 12, at - 2, "start", name),
            Plot.text(x + 12, at + 14, "start", Figures.multiple(value)).with("class", "value"));
  }

  private static String tick(double value) {
    return value == Math.rint(value) ? Figures.count((long) value) : Figures.coordinate(value);
  }

  private static double lowest(EquityCurve curve) {
    return curve.points().stream().mapToDouble(EquityCurve.Point::equity).min().orElse(1);
  }

  private static double highest(EquityCurve curve) {
    return curve.points().stream().mapToDouble(EquityCurve.Point::equity).max().orElse(1);
  }

  private static double last(EquityCurve curve) {
    return curve.points().get(curve.points().size() - 1).equity();
  }
}
