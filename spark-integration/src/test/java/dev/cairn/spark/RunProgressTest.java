package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spark.RunProgress.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
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

  @Test
  void toString_isALineForPeople() {
    assertThat(progress(Phase.COMPUTING, OptionalDouble.of(0.1)))
        .hasToString(
            "computing: 300 of 1,000 units, 250 of them restored, 0.1 units/s, 1:56:40 left");
    assertThat(progress(Phase.VERIFYING, OptionalDouble.empty()))
        .hasToString("verifying: 100 of 1,000 units");
    var completed =
        new RunProgress(
            Phase.COMPLETED, 1000, 0, 1000, 0, 3, 0, OptionalLong.of(7), OptionalDouble.empty());
    assertThat(completed).hasToString("completed: 1,000 of 1,000 units, committed v7");
  }

  @Test
  void every_passesOnNewPhasesAndOneInAnInterval() {
    var now = new AtomicLong();
    var told = new ArrayList<RunProgress>();
    var listener = new SparseListener(Duration.ofSeconds(10), told::add, now::get);
    for (int second = 0; second < 25; second++) {
      now.set(Duration.ofSeconds(second).toNanos());
      listener.progressed(progress(Phase.COMPUTING, OptionalDouble.of(1 + second)));
    }
    listener.progressed(progress(Phase.VERIFYING, OptionalDouble.empty()));
    listener.progressed(progress(Phase.VERIFYING, OptionalDouble.empty()));
    listener.progressed(progress(Phase.COMPLETED, OptionalDouble.empty()));
    assertThat(told)
        .extracting(of -> of.phase() + " " + of.unitsPerSecond().orElse(0))
        .containsExactly(
            "COMPUTING 1.0", "COMPUTING 11.0", "COMPUTING 21.0", "VERIFYING 0.0", "COMPLETED 0.0");
  }
}
