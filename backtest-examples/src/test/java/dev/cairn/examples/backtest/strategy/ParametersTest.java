package dev.cairn.examples.backtest.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
  @Test
  void toString_keepsTheOrderAndDropsEmptyFractions() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("period", 20.0);
    values.put("buyBelow", 1.25);

    assertThat(new Parameters(values)).hasToString("period=20 buyBelow=1.25");
  }

  @Test
  void count_fraction_isRefused() {
    assertThatThrownBy(() -> new Parameters(Map.of("period", 1.5)).count("period"))
        .hasMessage("Parameter 'period' must be whole, not 1.5");
  }

  @Test
  void value_unknownName_isRefused() {
    assertThatThrownBy(() -> new Parameters(Map.of("period", 2.0)).value("slow"))
        .hasMessage("There is no parameter 'slow' in period=2");
  }

  @Test
  void axis_repeatedOrMissingOrInfiniteValues_isRefused() {
    assertThatThrownBy(() -> ParameterAxis.of("a", "days", 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ParameterAxis("a", "days", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ParameterAxis.of("a", "days", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void days_stepsFromFirstToLast() {
    assertThat(ParameterAxis.days("slow", 20, 45, 10).values()).containsExactly(20.0, 30.0, 40.0);
  }
}
