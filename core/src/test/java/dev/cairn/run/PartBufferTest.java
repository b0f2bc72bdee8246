package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import dev.cairn.store.KeyPrefix;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartBufferTest {
  private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

  private final FaultyStore store = new FaultyStore(new MemoryStore());
  private final RunParts parts = new RunParts(store, new KeyPrefix("runs/r/"), 1_000_000);
  private long now = Long.MAX_VALUE - 5; // where System.nanoTime may be: it wraps around

  private PartBuffer buffer(long bytes, int units, Duration time) {
    return new PartBuffer(10, new PartBuffer.Limits(bytes, units, time), () -> now);
  }

  @Test
  void isDue_bytesReached_countsTheLengthsToo() {
    PartBuffer buffer = buffer(20, 100, NEVER);
    buffer.add(new byte[6]);
    assertThat(buffer.isDue()).isFalse();
    buffer.add(new byte[5]);
    assertThat(buffer.isDue()).isFalse();
    buffer.add(new byte[0]);
    assertThat(buffer.isDue()).isTrue();
  }

  @Test
  void isDue_unitsReached_isDue() {
    PartBuffer buffer = buffer(1_000, 2, NEVER);
    buffer.add(new byte[1]);
    assertThat(buffer.isDue()).isFalse();
    buffer.add(new byte[1]);
    assertThat(buffer.isDue()).isTrue();
  }

  @Test
  void isDue_oneUnitTookLongerThanTheLimit_isDueWhenItIsAdded() {
    PartBuffer buffer = buffer(1_000, 100, Duration.ofNanos(100));
    now += 150;
    assertThat(buffer.isDue()).as("nothing to write").isFalse();
    buffer.add(new byte[1]);
    assertThat(buffer.isDue()).isTrue();
    buffer.flush(parts, "a");
    buffer.add(new byte[1]);
    now += 99;
    assertThat(buffer.isDue()).isFalse();
    now += 1;
    assertThat(buffer.isDue()).isTrue();
  }

  @Test
  void isDue_timeZero_isDueAfterEachUnit() {
    PartBuffer buffer = buffer(1_000, 100, Duration.ZERO);
    buffer.add(new byte[0]);
    assertThat(buffer.isDue()).isTrue();
  }

  @Test
  void flush_twice_writesTheUnitsThatFollowEachOther() {
    PartBuffer buffer = buffer(1_000, 100, NEVER);
    buffer.add(new byte[] {1});
    buffer.add(new byte[] {2});
    PartName one = buffer.flush(parts, "a");
    assertThat(buffer.isEmpty()).isTrue();
    buffer.add(new byte[] {3});
    PartName two = buffer.flush(parts, "a");
    assertThat(one.units()).isEqualTo(new UnitInterval(10, 11));
    assertThat(two.units()).isEqualTo(new UnitInterval(12, 12));
    assertThat(parts.list().parts()).containsExactly(one, two);
    assertThat(parts.read(one)).containsExactly(new byte[] {1}, new byte[] {2});
    assertThat(parts.read(two)).containsExactly(new byte[] {3});
  }

  @Test
  void flush_storeDoesNotAnswer_keepsWhatThereIs() {
    PartBuffer buffer = buffer(1_000, 100, NEVER);
    buffer.add(new byte[] {1});
    store.inject(RequestMatch.next(), Fault.lostAnswer());
    assertThatThrownBy(() -> buffer.flush(parts, "a"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(buffer.isEmpty()).isFalse();
    PartName again = buffer.flush(parts, "a");
    assertThat(parts.list().parts()).containsExactly(again);
  }

  @Test
  void flush_nothing_isRefused() {
    assertThatThrownBy(() -> buffer(1, 1, NEVER).flush(parts, "a"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void add_resultThatFitsInNoPart_isRefusedAndTheOthersAreKept() {
    PartBuffer buffer = buffer(1_000, 100, NEVER);
    buffer.add(new byte[] {1});
    assertThatThrownBy(() -> buffer.add(new byte[PartBuffer.MAX_RESULT + 1]))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("The result of unit 11 has 201326589 bytes");
    assertThat(buffer.flush(parts, "a").units()).isEqualTo(new UnitInterval(10, 10));
  }

  @Test
  void add_largestResultBehindTheMostThatIsNotDue_fits() {
    int most = 64 << 20;
    PartBuffer buffer = buffer(most, 100, NEVER);
    byte[] large = new byte[PartBuffer.MAX_RESULT];
    buffer.add(new byte[most - PartFormat.RESULT_OVERHEAD - 1]);
    assertThat(buffer.isDue()).isFalse();
    buffer.add(large);
    assertThat(buffer.isDue()).isTrue();
    assertThatThrownBy(() -> buffer.add(large)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void limits_outOfRange_areRefused() {
    for (long[] limit :
        List.of(
            new long[] {0, 1},
            new long[] {1, 0},
            new long[] {1L << 26 | 1, 1},
            new long[] {1, PartName.MAX_UNITS + 1})) {
      assertThatThrownBy(() -> new PartBuffer.Limits(limit[0], (int) limit[1], Duration.ZERO))
          .isInstanceOf(InvalidRequestException.class);
    }
    assertThatThrownBy(() -> new PartBuffer.Limits(1, 1, Duration.ofNanos(-1)))
        .isInstanceOf(InvalidRequestException.class);
  }
}
