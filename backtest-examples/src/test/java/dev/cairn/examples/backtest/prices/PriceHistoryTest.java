package dev.cairn.examples.backtest.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceHistoryTest {
  private final PriceHistory history =
      new PriceHistory("T", List.of(day("2001-01-02"), day("2001-01-05"), day("2001-01-08")));

  @ParameterizedTest
  @CsvSource({
    "2000-01-01, 2000-12-31, 0, 0",
    "2000-01-01, 2001-01-02, 0, 1",
    "2001-01-02, 2001-01-08, 0, 3",
    "2001-01-03, 2001-01-04, 1, 1",
    "2001-01-03, 2001-01-05, 1, 2",
    "2001-01-06, 2002-01-01, 2, 3",
    "2001-01-09, 2002-01-01, 3, 3"
  })
  void range_period_holdsTheBarsInIt(LocalDate first, LocalDate last, int begin, int end) {
    assertThat(history.range(new Period(first, last))).isEqualTo(new BarRange(begin, end));
  }

  @Test
  void upTo_dropsLaterBars() {
    assertThat(history.upTo(2).size()).isEqualTo(2);
    assertThat(history.upTo(2).series().getEndIndex()).isEqualTo(1);
  }

  @Test
  void new_datesNotRising_isRefused() {
    assertThatThrownBy(() -> new PriceHistory("T", List.of(day("2001-01-05"), day("2001-01-02"))))
        .hasMessage("T has 2001-01-02 after 2001-01-05");
  }

  @Test
  void period_lastBeforeFirst_isRefused() {
    assertThatThrownBy(() -> new Period(LocalDate.of(2001, 1, 2), LocalDate.of(2001, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static DailyBar day(String date) {
    return new DailyBar(LocalDate.parse(date), 1, 1, 1, 1, 0);
  }
}
