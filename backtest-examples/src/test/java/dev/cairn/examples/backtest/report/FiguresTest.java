package dev.cairn.examples.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void numbers_areWrittenForPeople() {
    assertThat(Figures.count(1234567)).isEqualTo("1,234,567");
    assertThat(Figures.ratio(1.346)).isEqualTo("1.35");
    assertThat(Figures.ratio(-0.5)).isEqualTo("\u22120.50");
    assertThat(Figures.ratio(-0.001)).isEqualTo("0.00");
    assertThat(Figures.percent(0.1234)).isEqualTo("12.3\u00A0%");
    assertThat(Figures.wholePercent(-0.4)).isEqualTo("\u221240\u00A0%");
    assertThat(Figures.multiple(0.853)).isEqualTo("0.85×");
    assertThat(Figures.multiple(9.55)).isEqualTo("9.6×");
  }

  @Test
  void seconds_useTheUnitThatSuits() {
    assertThat(Figures.seconds(0.44)).isEqualTo("0.4\u00A0s");
    assertThat(Figures.seconds(9.97)).isEqualTo("10\u00A0s");
    assertThat(Figures.seconds(59.6)).isEqualTo("1\u00A0min 0\u00A0s");
    assertThat(Figures.seconds(3725)).isEqualTo("1\u00A0h 2\u00A0min");
  }

  @Test
  void coordinate_hasNoMoreThanItNeeds() {
    assertThat(Figures.coordinate(12)).isEqualTo("12");
    assertThat(Figures.coordinate(12.5)).isEqualTo("12.5");
    assertThat(Figures.coordinate(12.049)).isEqualTo("12.05");
    assertThat(Figures.coordinate(-0.25)).isEqualTo("-0.25");
    assertThat(Figures.coordinate(-0.001)).isEqualTo("0");
    assertThat(Figures.coordinate(-3.004)).isEqualTo("-3");
  }

  @Test
  void numbers_otherLocale_areTheSame() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Figures.count(1234) + Figures.ratio(1.5) + Figures.seconds(1.5))
          .isEqualTo("1,2341.501.5\u00A0s");
    } finally {
      Locale.setDefault(before);
    }
  }
}
