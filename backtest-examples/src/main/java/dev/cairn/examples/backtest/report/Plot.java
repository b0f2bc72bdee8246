package dev.cairn.examples.backtest.report;

/**
 * The frame of a chart: a drawing of {@code width} by {@code height} with margins around the area
 * that holds data.
 */
record Plot(double width, double height, double left, double top, double right, double bottom) {
  double innerLeft() {
    return left;
  }

  double innerRight() {
    return width - right;
  }

  double innerTop() {
    return top;
  }

  double innerBottom() {
    return height - bottom;
  }

  double innerWidth() {
    return width - left - right;
  }

  double innerHeight() {
    return height - top - bottom;
  }

  /**
   * The drawing, empty but for its name.
   *
   * @param id unique in the page
   * @param title what it shows, in a few words
   * @param description what there is to see, for who cannot see it
   */
  Element drawing(String id, String title, String description) {
    return Element.of("svg")
        .with("xmlns", "http://www.w3.org/2000/svg")
        .with("viewBox", "0 0 " + Figures.coordinate(width) + " " + Figures.coordinate(height))
        .with("role", "img")
        .with("aria-labelledby", id + "-title " + id + "-description")
        .add(
            Element.of("title", title).with("id", id + "-title"),
            Element.of("desc", description).with("id", id + "-description"));
  }

  /** A horizontal grid line with its label to the left of the plot. */
  Element horizontalLine(double y, String label) {
    return Element.styled("g", "grid")
        .add(line(innerLeft(), y, innerRight(), y), text(innerLeft() - 8, y + 4, "end", label));
  }

  /** A vertical grid line with its label under the plot. */
  Element verticalLine(double x, String label) {
    return Element.styled("g", "grid")
        .add(line(x, innerTop(), x, innerBottom()), text(x, innerBottom() + 18, "middle", label));
  }

  /** The vertical axis's name, above its labels. */
  Element verticalName(String name) {
    return text(innerLeft() - 8, innerTop() - 16, "end", name).with("class", "axis-name");
  }

  static Element line(double x1, double y1, double x2, double y2) {
    return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
  }

  static Element rectangle(double x, double y, double width, double height) {
    return Element.of("rect").with("x", x).with("y", y).with("width", width).with("height", height);
  }

  static Element circle(double x, double y, double radius) {
    return Element.of("circle").with("cx", x).with("cy", y).with("r", radius);
  }

  static Element path(PathData data) {
    return Element.of("path").with("d", data.toString());
  }

  /** Text at a point; {@code anchor} is {@code start}, {@code middle} or {@code end}. */
  static Element text(double x, double y, String anchor, String text) {
    return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
  }
}
