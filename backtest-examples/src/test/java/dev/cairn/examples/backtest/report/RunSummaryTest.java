package dev.cairn.examples.backtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSummaryTest {
  @ParameterizedTest
  @CsvSource({
    "s3://key:secret@desk/demo, s3://desk/demo",
    "s3://desk/demo?token=secret, s3://desk/demo",
    "s3://desk/demo#secret, s3://desk/demo",
    "s3://a@b:secret@desk/demo, s3://desk/demo",
    "file:///var/lib/cairn@home, file:///var/lib/cairn@home",
    "memory:demo, memory:demo"
  })
  void new_storeWithSecrets_losesThem(String given, String kept) {
    assertThat(summary(given, 10, 4, 6).store()).isEqualTo(kept);
  }

  @Test
  void new_impossibleCounts_areRefused() {
    assertThatThrownBy(() -> summary("memory:", 10, 11, 0))
        .hasMessage("Of 10 units, 11 cannot be restored and 0 computed");
    assertThatThrownBy(() -> summary("memory:", 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RunSummary summary(String store, long units, long restored, long computed) {
    return new RunSummary(
        "backtest/demo",
        store,
        units,
        restored,
        computed,
        1,
        1,
        "00",
        RunSummary.Verification.NOT_COMPARED,
        Instant.EPOCH);
  }
}
