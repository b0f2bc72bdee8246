package dev.cairn.internal.log.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Some thousands of short histories. A failure names its seed; {@code -Dcairn.history.seed=N} runs
 * that one alone, and {@code -Dcairn.histories=N} more or fewer than usual.
 */
final class RandomHistoryTest {
  private static final String USUAL = "3000";

  @Test
  @SuppressWarnings("SystemOut")
  void run_manySeeds_keepsWhatWasPromised() {
    long acknowledged = seeds().map(RandomHistoryTest::run).sum();
    System.out.println("random histories: " + acknowledged + " commits and edits acknowledged");
    assertThat(acknowledged).isPositive();
  }

  private static LongStream seeds() {
    String one = System.getProperty("cairn.history.seed");
    return one != null
        ? LongStream.of(Long.parseLong(one))
        : LongStream.range(0, Long.parseLong(System.getProperty("cairn.histories", USUAL)));
  }

  private static int run(long seed) {
    var history = new RandomHistory(seed);
    try {
      return history.run();
    } catch (Throwable e) {
      throw new AssertionError(
          "-Dcairn.history.seed=%d: %s%n%s"
              .formatted(seed, e.getMessage(), String.join("\n", history.faults())),
          e);
    }
  }
}
