package dev.cairn.examples.backtest.report;

import dev.cairn.examples.backtest.strategy.ParameterAxis;
import dev.cairn.examples.backtest.strategy.Parameters;
import java.util.function.ToDoubleFunction;

/** Draws a heatmap twice, in sample and out of sample, with one colour scale for both. */
final class HeatmapChart {
  /** Colours on each side of zero. */
  private static final int STEPS = 5;

  /** Sharpe ratio per colour. */
  private static final double STEP = 0.15;

  private static final Plot LEFT = new Plot(1040, 372, 52, 44, 540, 98);
  private static final Plot RIGHT = new Plot(1040, 372, 588, 44, 4, 98);

  private final Heatmap heatmap;

  private HeatmapChart(Heatmap heatmap) {
    this.heatmap = heatmap;
  }

  static Element draw(Heatmap heatmap) {
    return new HeatmapChart(heatmap).draw();
  }

  private Element draw() {
    Element drawing =
        LEFT.drawing(
            "heatmap",
            "Sharpe ratio of %s by its parameters".formatted(heatmap.family().label()),
            "Mean Sharpe ratio over the stocks for each pair of %s and %s, in sample and out of"
                    .formatted(heatmap.across().name(), heatmap.up().name())
                + " sample.");
    drawing.add(panel(LEFT, "in sample", Heatmap.Cell::inSample));
    drawing.add(panel(RIGHT, "out of sample", Heatmap.Cell::outOfSample));
    drawing.add(colours());
    return drawing;
  }

  private Element panel(Plot plot, String name, ToDoubleFunction<Heatmap.Cell> sharpe) {
    Element panel = Element.styled("g", "heatmap");
    double cellWidth = plot.innerWidth() / heatmap.across().values().size();
    double cellHeight = plot.innerHeight() / heatmap.up().values().size();
    panel.add(
        Plot.rectangle(plot.innerLeft(), plot.innerTop(), plot.innerWidth(), plot.innerHeight())
            .with("class", "nothing"));
    for (Heatmap.Cell cell : heatmap.cells()) {
      panel.add(
          cell(plot, cell, cellWidth, cellHeight)
              .with("class", "heat-" + colour(sharpe.applyAsDouble(cell)))
              .titled(words(cell)));
    }
    heatmap
        .chosen()
        .ifPresent(
            cell ->
                panel.add(
                    cell(plot, cell, cellWidth, cellHeight)
                        .with("class", "chosen")
                        .titled("Best in sample. " + words(cell))));
    labels(panel, plot, cellWidth, cellHeight);
    panel.add(
        Plot.text(plot.innerLeft(), plot.innerTop() - 16, "start", name)
            .with("class", "panel-name"),
        Plot.text(
                plot.innerRight(),
                plot.innerBottom() + 38,
                "end",
                axisName(heatmap.across()) + " →")
            .with("class", "axis-name"),
        Plot.text(plot.innerRight(), plot.innerTop() - 16, "end", "↑ " + axisName(heatmap.up()))
            .with("class", "axis-name"));
    return panel;
  }

  private Element cell(Plot plot, Heatmap.Cell cell, double width, double height) {
    int column = heatmap.across().values().indexOf(cell.across());
    int row = heatmap.up().values().indexOf(cell.up());
    return Plot.rectangle(
            plot.innerLeft() + column * width + 0.75,
            plot.innerBottom() - (row + 1) * height + 0.75,
            width - 1.5,
            height - 1.5)
        .with("rx", 2);
  }

  private void labels(Element panel, Plot plot, double cellWidth, double cellHeight) {
    Element labels = Element.styled("g", "grid");
    for (int column = 0; column < heatmap.across().values().size(); column++) {
      if (column % 2 == 0) {
        labels.add(
            Plot.text(
                plot.innerLeft() + (column + 0.5) * cellWidth,
                plot.innerBottom() + 17,
                "middle",
                Parameters.format(heatmap.across().values().get(column))));
      }
    }
    for (int row = 0; row < heatmap.up().values().size(); row++) {
      labels.add(
          Plot.text(
              plot.innerLeft() - 7,
              plot.innerBottom() - (row + 0.5) * cellHeight + 4,
              "end",
              Parameters.format(heatmap.up().values().get(row))));
    }
    panel.add(labels);
  }

  private static Element colours() {
    Element scale = Element.styled("g", "heatmap");
    double width = 40;
    double left = LEFT.innerLeft();
    double top = LEFT.height() - 34;
    for (int step = -STEPS; step <= STEPS; step++) {
      double x = left + (step + STEPS) * width;
      scale.add(
          Plot.rectangle(x + 0.75, top, width - 1.5, 12)
              .with("rx", 2)
              .with("class", "heat-" + colourName(step)));
      scale.add(
          Plot.text(x + width / 2, top + 28, "middle", scaleLabel(step)).with("class", "tick"));
    }
    double key = left + (2 * STEPS + 1) * width + 28;
    scale.add(
        Plot.rectangle(key, top - 2, 16, 16).with("rx", 2).with("class", "chosen"),
        Plot.text(key + 26, top + 10, "start", "best in sample, and the same parameters out of it")
            .with("class", "tick"));
    return scale;
  }

  /** The ends, the middle and one between them: more would not fit under the colours. */
  private static String scaleLabel(int step) {
    if (step == 0) {
      return "0";
    }
    String prefix = step == STEPS ? "≥ " : step == -STEPS ? "≤ " : "";
    return Math.abs(step) == STEPS || Math.abs(step) == 2
        ? prefix + Figures.ratio(step * STEP)
        : "";
  }

  private static String colour(double sharpe) {
    long step = Math.round(sharpe / STEP);
    return colourName((int) Math.max(-STEPS, Math.min(STEPS, step)));
  }

  private static String colourName(int step) {
    return step < 0 ? "minus-" + -step : Integer.toString(step);
  }

  private String words(Heatmap.Cell cell) {
    return "%s %s, %s %s: Sharpe %s in sample, %s out of sample (mean of %d results)"
        .formatted(
            heatmap.up().name(),
            Parameters.format(cell.up()),
            heatmap.across().name(),
            Parameters.format(cell.across()),
            Figures.ratio(cell.inSample()),
            Figures.ratio(cell.outOfSample()),
            cell.results());
  }

  private static String axisName(ParameterAxis axis) {
    return axis.name() + " (" + axis.unit() + ")";
  }
}
