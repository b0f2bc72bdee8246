package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.EquityCurve;
import java.util.Collections;
import java.util.List;

/** Draws how far a stake was below its highest value, traded and held. */
final class DrawdownChart {
  private static final Plot PLOT = new Plot(1040, 230, 52, 34, 128, 34);

  private DrawdownChart() {}

  static Element draw(Comparison comparison) {
    List<Double> traded = comparison.traded().drawdowns();
    List<Double> held = comparison.held().drawdowns();
    double worstTraded = Collections.max(traded);
    double worstHeld = Collections.max(held);
    DayAxis days = new DayAxis(PLOT, comparison.traded());
    Scale scale =
        Scale.linear(
            -Math.max(0.05, 1.05 * Math.max(worstTraded, worstHeld)),
            0,
            PLOT.innerBottom(),
            PLOT.innerTop());
    Element drawing =
        PLOT.drawing(
            "drawdown",
            "Drawdown of the best strategy and of buy and hold",
            "The strategy fell at worst %s below its peak, buy and hold %s."
                .formatted(Figures.percent(worstTraded), Figures.percent(worstHeld)));
    drawing.add(days.judged(comparison.judgedFrom()));
    drawing.add(days.years());
    for (double value : scale.ticks(4)) {
      drawing.add(PLOT.horizontalLine(scale.at(value), Figures.wholePercent(value)));
    }
    drawing.add(PLOT.verticalName("below peak"));
    drawing.add(
        area(comparison.held(), held, days, scale).with("class", "area held"),
        area(comparison.traded(), traded, days, scale).with("class", "area traded"));
    drawing.add(worst("traded", "Strategy", worstTraded, PLOT.innerTop() + 24));
    drawing.add(worst("held", "Buy and hold", worstHeld, PLOT.innerTop() + 72));
    drawing.add(
        days.monthTooltips(
            day ->
                "strategy %s below its peak, buy and hold %s"
                    .formatted(Figures.percent(traded.get(day)), Figures.percent(held.get(day)))));
    return drawing;
  }

  private static Element area(
      EquityCurve curve, List<Double> drawdowns, DayAxis days, Scale scale) {
    PathData data = new PathData().to(days.at(curve.points().get(0).date()), scale.at(0));
    for (int day = 0; day < drawdowns.size(); day++) {
      data.to(days.at(curve.points().get(day).date()), scale.at(-drawdowns.get(day)));
    }
    return Plot.path(data.to(PLOT.innerRight(), scale.at(0)).close());
  }

  private static Element worst(String styleClass, String name, double drawdown, double at) {
    double x = PLOT.innerRight() + 12;
    return Element.styled("g", "end-label " + styleClass)
        .add(
            Plot.text(x, at, "start", name),
            Plot.text(x, at + 16, "start", "worst " + Figures.percent(-drawdown))
                .with("class", "value"));
  }
}
