package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person is told before a process is resumed. */
final class RecoveryInfoTest {
  private final MemoryStore store = new MemoryStore();

  @Test
  void recoveryInfo_ofWhatIsNotThere_saysSo() {
    RecoveryInfo info = info(ProcessId.download("bars"));
    assertThat(info.hasCheckpoint()).isFalse();
    assertThat(info.age()).isEmpty();
    assertThat(info.epoch()).isZero();
    assertThat(info.writer()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void recoveryInfo_ofEachStatusAndType_saysStepPercentTimeAndReason(Status status) {
    Instant before = Instant.now();
    for (ProcessId process :
        new ProcessId[] {
          ProcessId.training("one"),
          ProcessId.download("one"),
          ProcessId.trading("one"),
          ProcessId.backtest("one"),
          new ProcessId("tuning", "one")
        }) {
      try (CheckpointManager manager =
          CheckpointManager.builder().store(store).process(process).open()) {
        manager.save(Progress.at(30).of(120), State.empty());
        manager.mark(status, Optional.of("the market closed"));
      }
      RecoveryInfo info = info(process);
      assertThat(info.hasCheckpoint()).isTrue();
      assertThat(info.checkpoints()).isEqualTo(2);
      Checkpoint latest = info.latest().orElseThrow();
      assertThat(latest.process()).isEqualTo(process);
      assertThat(latest.progress().step()).isEqualTo(30);
      assertThat(latest.progress().percent()).hasValue(25);
      assertThat(latest.progress().status()).isEqualTo(status);
      assertThat(latest.progress().reason()).contains("the market closed");
      assertThat(latest.time()).isBetween(before, Instant.now());
      assertThat(info.age().orElseThrow())
          .isBetween(Duration.ZERO, Duration.between(before, Instant.now()));
      assertThat(info.damage()).isEmpty();
    }
    assertThat(CheckpointReader.processes(store)).hasSize(5);
  }

  private RecoveryInfo info(ProcessId process) {
    try (CheckpointReader reader = CheckpointReader.open(store, process)) {
      return reader.recoveryInfo();
    }
  }
}
