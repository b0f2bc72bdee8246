package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Large runs to their end in a JVM whose heap is a small one. Driver, executor and the store, which
 * is in memory, share it. Spark alone needs most of it.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class DriverHeapTest {
  private static final String HEAP = "128m";

  @Test
  void run_resumedWithTenThousandScatteredParts_endsInASmallHeap() {
    // every other one of 20,000 units is done, which is the worst
    assertThat(run(20_000, 10_000)).contains("restored=10000 computed=10000");
  }

  @Test
  void run_ofAMillionTinyUnits_endsInASmallHeap() {
    assertThat(run(1_000_000, 0)).contains("restored=0 computed=1000000");
  }

  private static String run(long units, int parts) {
    try (var driver =
        DriverProcess.startInHeap(
            HEAP, LargeRunDriver.class, Long.toString(units), Integer.toString(parts))) {
      assertThat(driver.waitFor()).as(driver.output()).isZero();
      return driver.output();
    }
  }
}
