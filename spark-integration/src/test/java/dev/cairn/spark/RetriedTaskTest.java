package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.ProcessId;
import dev.cairn.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Spark tries a task again in local mode only with this form of master. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RetriedTaskTest {
  private static final AtomicInteger FAILURES = new AtomicInteger();

  @Test
  void run_taskFailsOnce_secondAttemptComputesOnlyWhatTheFirstDidNotStore() {
    FAILURES.set(1);
    List<String> expected = Draws.expected(40, 7);
    RunResult<String> result =
        SparkRun.on(LocalSpark.withMaster("local[1,2]"))
            .store("memory:" + UUID.randomUUID())
            .process(ProcessId.backtest("retried"))
            .codeVersion("1")
            .units(40)
            .seed(7)
            .tasksPerCore(2)
            .partInterval(Duration.ZERO)
            .run(
                Codecs.utf8(),
                (unit, context) -> {
                  if (unit == 33 && FAILURES.getAndDecrement() > 0) {
                    throw new IllegalStateException("a passing trouble");
                  }
                  return Draws.draw(unit, context);
                });
    assertThat(FAILURES.get()).isNotPositive();
    assertThat(Draws.COMPUTED).hasSize(40).doesNotHaveDuplicates();
    assertThat(result.digest()).isEqualTo(Draws.digest(expected));
    assertThat(result.stream()).isEqualTo(expected);
  }
}
