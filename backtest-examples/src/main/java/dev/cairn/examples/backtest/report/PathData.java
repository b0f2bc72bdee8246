package dev.cairn.examples.backtest.report;

/** The outline of an SVG path under construction. */
final class PathData {
  private final StringBuilder data = new StringBuilder();

  /** Goes on to a point in a straight line; the first point is only gone to. */
  PathData to(double x, double y) {
    return append(data.length() == 0 ? 'M' : 'L', x, y);
  }

  /** A dot: a line without length, which round caps make visible. */
  PathData dot(double x, double y) {
    append('M', x, y);
    data.append("h0");
    return this;
  }

  /** Closes the outline to its first point. */
  PathData close() {
    data.append('Z');
    return this;
  }

  private PathData append(char command, double x, double y) {
    // a tenth of a pixel is all that can be seen, and the long curves make up most of the file
    data.append(command)
        .append(Figures.coordinate(Math.rint(x * 10) / 10))
        .append(',')
        .append(Figures.coordinate(Math.rint(y * 10) / 10));
    return this;
  }

  @Override
  public String toString() {
    return data.toString();
  }
}
