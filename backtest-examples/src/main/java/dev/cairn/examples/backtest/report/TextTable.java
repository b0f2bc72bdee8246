package dev.cairn.examples.backtest.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * A table for a console: aligned columns, two spaces apart, with a line under the header. Width is
 * counted in characters, which fits everything that is written here.
 */
public final class TextTable {
  /** Where a column's text stands. */
  public enum Alignment {
    /** At the left, for words. */
    LEFT,
    /** At the right, for numbers. */
    RIGHT
  }

  /**
   * A column.
   *
   * @param header above it
   * @param alignment of header and cells
   */
  public record Column(String header, Alignment alignment) {}

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  public TextTable(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException when there is not one cell for each column
   */
  public TextTable row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "A row of %d cells in a table of %d columns".formatted(cells.length, columns.size()));
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The table, each line ended by a newline and without spaces at its end. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    appendLine(text, column -> columns.get(column).header());
    appendLine(text, column -> "-".repeat(width(column)));
    for (List<String> row : rows) {
      appendLine(text, row::get);
    }
    return text.toString();
  }

  private void appendLine(StringBuilder text, IntFunction<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < columns.size(); column++) {
      String cell = cells.apply(column);
      String space = " ".repeat(width(column) - cell.length());
      line.append(column == 0 ? "" : "  ");
      line.append(
          switch (columns.get(column).alignment()) {
            case LEFT -> cell + space;
            case RIGHT -> space + cell;
          });
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    ToIntFunction<List<String>> cell = row -> row.get(column).length();
    return Math.max(
        columns.get(column).header().length(), rows.stream().mapToInt(cell).max().orElse(0));
  }
}
