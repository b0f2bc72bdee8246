package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Pace pace = new Pace();

  @Test
  void nothingHasGrown_noPace() {
    pace.restart(0, 700);
    pace.reached(5 * SECOND, 700);
    assertThat(pace.perSecond(6 * SECOND)).isEmpty();
  }

  @Test
  void steady_isThatManyASecond() {
    pace.restart(0, 700);
    for (int second = 1; second <= 500; second++) {
      pace.reached(second * SECOND, 700 + 20L * second);
    }
    assertThat(pace.perSecond(500 * SECOND)).hasValue(20);
  }

  @Test
  void manyTimesASecond_isThatManyASecond() {
    pace.restart(0, 0);
    for (int tick = 1; tick <= 100_000; tick++) {
      pace.reached(tick * SECOND / 1000, tick);
    }
    assertThat(pace.perSecond(100 * SECOND).getAsDouble()).isCloseTo(1000, within(0.001));
  }

  @Test
  void becameSlower_showsAfterAMinute() {
    pace.restart(0, 0);
    for (int second = 1; second <= 1000; second++) {
      pace.reached(second * SECOND, 100L * second);
    }
    for (int second = 1; second <= 60; second++) {
      pace.reached((1000 + second) * SECOND, 100_000 + second);
    }
    assertThat(pace.perSecond(1060 * SECOND)).hasValue(1);
  }

  @Test
  void growsOnceAnHour_isOfTheLastHours() {
    long hour = 3600 * SECOND;
    pace.restart(0, 0);
    for (int i = 1; i <= 30; i++) {
      pace.reached(i * hour, 3600L * i);
    }
    assertThat(pace.perSecond(30 * hour)).hasValue(1);
  }

  @Test
  void standsStill_getsSlower() {
    pace.restart(0, 0);
    pace.reached(10 * SECOND, 100);
    assertThat(pace.perSecond(10 * SECOND)).hasValue(10);
    assertThat(pace.perSecond(100 * SECOND)).hasValue(1);
  }

  @Test
  void restart_forgets() {
    pace.restart(0, 0);
    pace.reached(10 * SECOND, 100);
    pace.restart(20 * SECOND, 0);
    assertThat(pace.perSecond(30 * SECOND)).isEmpty();
    pace.reached(30 * SECOND, 5);
    assertThat(pace.perSecond(30 * SECOND)).hasValue(0.5);
  }
}
