package dev.cairn.examples.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void at_linear_isProportional() {
    Scale scale = Scale.linear(10, 20, 300, 100);

    assertThat(scale.at(10)).isEqualTo(300);
    assertThat(scale.at(15)).isEqualTo(200);
    assertThat(scale.at(20)).isEqualTo(100);
  }

  @Test
  void at_logarithmic_makesEqualRatiosEqualDistances() {
    Scale scale = Scale.logarithmic(1, 100, 0, 200);

    assertThat(scale.at(10)).isCloseTo(100, within(1e-9));
    assertThat(scale.at(5) - scale.at(1)).isCloseTo(scale.at(50) - scale.at(10), within(1e-9));
  }

  @Test
  void ticks_areRoundAndInside() {
    assertThat(Scale.linear(-68, 0, 0, 1).ticks(4)).containsExactly(-60.0, -40.0, -20.0, 0.0);
    assertThat(Scale.linear(0, 5985, 0, 1).ticks(5)).containsExactly(0.0, 2000.0, 4000.0);
    assertThat(Scale.logarithmic(0.4, 80, 0, 1).ticks(0))
        .containsExactly(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0);
    assertThat(Scale.logarithmic(0.9, 8, 0, 1).ticks(0)).containsExactly(1.0, 2.0, 3.0, 5.0, 7.0);
  }

  @Test
  void new_nothingToScale_isRefused() {
    assertThatThrownBy(() -> Scale.linear(1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scale.logarithmic(0, 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
