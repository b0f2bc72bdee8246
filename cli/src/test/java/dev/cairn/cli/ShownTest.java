package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ShownTest {
  @Test
  void bytes_inPowersOf1024() {
    assertThat(Shown.bytes(0)).isEqualTo("0 bytes");
    assertThat(Shown.bytes(1)).isEqualTo("1 byte");
    assertThat(Shown.bytes(1023)).isEqualTo("1,023 bytes");
    assertThat(Shown.bytes(1024)).isEqualTo("1.0 KiB");
    assertThat(Shown.bytes(1024 * 1024 - 1)).isEqualTo("1.0 MiB");
    assertThat(Shown.bytes(3_000_000)).isEqualTo("2.9 MiB");
    assertThat(Shown.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
  }

  @Test
  void duration_inItsLargestUnit() {
    assertThat(Shown.duration(Duration.ofMillis(999))).isEqualTo("0 s");
    assertThat(Shown.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Shown.duration(Duration.ofSeconds(60))).isEqualTo("1 min");
    assertThat(Shown.duration(Duration.ofMinutes(60))).isEqualTo("1 h");
    assertThat(Shown.duration(Duration.ofHours(24))).isEqualTo("1 day");
    assertThat(Shown.duration(Duration.ofDays(1500))).isEqualTo("1,500 days");
  }

  @Test
  void step_withItsPercentRoundedDown() {
    assertThat(Shown.step(Progress.at(7))).isEqualTo("step 7");
    assertThat(Shown.step(Progress.at(99_999).of(100_000)))
        .isEqualTo("step 99,999 of 100,000 (99 %)");
    assertThat(Shown.step(Progress.at(3).of(3))).isEqualTo("step 3 of 3 (100 %)");
  }

  @Test
  void metrics_toSixDigits() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("a", 0.1 + 0.2);
    metrics.put("b", 12_000.0);
    metrics.put("c", 1.0 / 3);
    metrics.put("d", Double.NaN);
    metrics.put("e", 1.5e-9);
    metrics.put("f", Double.NEGATIVE_INFINITY);
    assertThat(Shown.metrics(metrics))
        .isEqualTo("a 0.3, b 12,000, c 0.333333, d NaN, e 1.5e-09, f -Infinity");
  }
}
