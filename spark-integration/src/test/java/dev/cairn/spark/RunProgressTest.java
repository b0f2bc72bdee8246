package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spark.RunProgress.Phase;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunProgressTest {
  @Test
  void remaining_computing_isForUnitsThatAreNotDone() {
    assertThat(progress(Phase.COMPUTING, OptionalDouble.of(20)).remaining())
        .contains(Duration.ofSeconds(35));
  }

  @Test
  void remaining_verifying_isForUnitsThatAreNotVerified() {
    assertThat(progress(Phase.VERIFYING, OptionalDouble.of(20)).remaining())
        .contains(Duration.ofSeconds(45));
  }

  @Test
  void remaining_notKnownOrCompleted_isEmpty() {
    assertThat(progress(Phase.COMPUTING, OptionalDouble.empty()).remaining()).isEmpty();
    assertThat(progress(Phase.COMPLETED, OptionalDouble.of(20)).remaining()).isEmpty();
  }

  private static RunProgress progress(Phase phase, OptionalDouble pace) {
    return new RunProgress(phase, 1000, 250, 50, 100, 3, 0, OptionalLong.empty(), pace);
  }
}
