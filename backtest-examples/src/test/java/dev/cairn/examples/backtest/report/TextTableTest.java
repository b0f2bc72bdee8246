package dev.cairn.examples.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.examples.backtest.report.TextTable.Alignment;
import dev.cairn.examples.backtest.report.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final TextTable table =
      new TextTable(
          List.of(
              new Column("n", Alignment.RIGHT),
              new Column("name", Alignment.LEFT),
              new Column("value", Alignment.RIGHT)));

  @Test
  void toString_alignsWordsLeftAndNumbersRight() {
    table.row("1", "a", "-0.5").row("10", "longer", "1234.5");

    assertThat(table)
        .hasToString(
            """
             n  name     value
            --  ------  ------
             1  a         -0.5
            10  longer  1234.5
            """);
  }

  @Test
  void toString_noRows_isTheHeader() {
    assertThat(table).hasToString("n  name  value\n-  ----  -----\n");
  }

  @Test
  void row_wrongNumberOfCells_isRefused() {
    assertThatThrownBy(() -> table.row("1")).hasMessage("A row of 1 cells in a table of 3 columns");
  }

  @Test
  void bestTable_showsBothPeriodsAndTheVerdict() {
    String text = BestTable.text(List.of(ReportFixture.result(7, 1.234, 42, -0.5)));

    assertThat(text.lines()).hasSize(3);
    assertThat(text.lines().skip(2).findFirst().orElseThrow())
        .containsSubsequence(
            "1",
            "IBM",
            "SMA crossover",
            "fast=5 slow=20",
            "1.23",
            "5.0%",
            "20%",
            "42",
            "-0.50",
            "3.0%",
            "20%",
            "lost");
  }
}
