package dev.cairn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.run.IntervalSet;
import dev.cairn.run.UnitInterval;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GrowingUnitsTest {
  @Test
  void add_randomIntervals_isTheirUnionAfterEach() {
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var growing = new GrowingUnits();
      var added = new ArrayList<UnitInterval>();
      for (int i = 0; i < 30; i++) {
        int first = random.nextInt(100);
        var interval = new UnitInterval(first, first + random.nextInt(12));
        growing.add(interval);
        added.add(interval);
        IntervalSet union = IntervalSet.of(added);
        assertThat(growing.snapshot()).as("seed %d", seed).isEqualTo(union);
        assertThat(growing.size()).as("seed %d", seed).isEqualTo(union.size());
      }
    }
  }

  /** Each add as a union of whole sets would take hours here. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void add_aMillionScatteredIntervals_eachTakesNoLongerThanTheFirst() {
    var growing = new GrowingUnits();
    for (long unit = 0; unit < 1_000_000; unit++) {
      growing.add(new UnitInterval(2 * unit, 2 * unit));
    }
    assertThat(growing.size()).isEqualTo(1_000_000);
    growing.add(new UnitInterval(0, 1_999_999));
    assertThat(growing.snapshot()).isEqualTo(IntervalSet.all(2_000_000));
  }
}
