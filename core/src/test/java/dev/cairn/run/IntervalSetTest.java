package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalSetTest {
  private static final int SEEDS = 3_000;
  private static final long MAX = RunDefinition.MAX_UNITS;

  /** Intervals and the same units as bits, which cannot be wrong. */
  private record Modelled(IntervalSet set, BitSet bits) {
    static Modelled random(Random random) {
      int universe = 1 + random.nextInt(120);
      var intervals = new ArrayList<UnitInterval>();
      var bits = new BitSet();
      for (int i = random.nextInt(12); i > 0; i--) {
        int first = random.nextInt(universe);
        int last = first + random.nextInt(1 + universe / 4);
        intervals.add(new UnitInterval(first, last));
        bits.set(first, last + 1);
      }
      return new Modelled(IntervalSet.of(intervals), bits);
    }
  }

  private static BitSet with(BitSet one, java.util.function.Consumer<BitSet> change) {
    BitSet copy = (BitSet) one.clone();
    change.accept(copy);
    return copy;
  }

  private static void assertSame(IntervalSet set, BitSet bits, long seed) {
    var units = new BitSet();
    long before = -2;
    for (UnitInterval interval : set.intervals()) {
      assertThat(interval.first()).as("gap in %s, seed %d", set, seed).isGreaterThan(before + 1);
      before = interval.last();
      units.set((int) interval.first(), (int) interval.last() + 1);
    }
    assertThat(units).as("seed %d", seed).isEqualTo(bits);
    assertThat(set.size()).as("size, seed %d", seed).isEqualTo(bits.cardinality());
    assertThat(set.isEmpty()).as("empty, seed %d", seed).isEqualTo(bits.isEmpty());
  }

  @Test
  void arithmetic_randomSets_isThatOfBits() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      Modelled a = Modelled.random(random);
      Modelled b = Modelled.random(random);
      assertSame(a.set(), a.bits(), seed);
      assertSame(a.set().union(b.set()), with(a.bits(), bits -> bits.or(b.bits())), seed);
      assertSame(a.set().subtract(b.set()), with(a.bits(), bits -> bits.andNot(b.bits())), seed);
      assertSame(a.set().intersect(b.set()), with(a.bits(), bits -> bits.and(b.bits())), seed);
      assertThat(a.set().equals(b.set())).as("seed %d", seed).isEqualTo(a.bits().equals(b.bits()));
    }
  }

  @Test
  void equals_sameUnitsInOtherIntervals_isEqual() {
    IntervalSet pieces =
        IntervalSet.of(new UnitInterval(5, 9), new UnitInterval(0, 4), new UnitInterval(3, 7));
    IntervalSet whole = IntervalSet.of(List.of(new UnitInterval(0, 9)));
    assertThat(pieces).isEqualTo(whole).hasSameHashCodeAs(whole).isNotEqualTo(IntervalSet.empty());
    assertThat(pieces).hasToString("[0-9]");
  }

  @Test
  void split_randomSets_piecesAreTheUnitsInOrderAndNoLonger() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      Modelled a = Modelled.random(random);
      long most = 1L + random.nextInt(20);
      List<UnitInterval> pieces = a.set().split(most);
      var units = new BitSet();
      long before = -1;
      long least = 0;
      for (UnitInterval piece : pieces) {
        assertThat(piece.first()).as("seed %d", seed).isGreaterThan(before);
        assertThat(piece.size()).as("seed %d", seed).isLessThanOrEqualTo(most);
        units.set((int) piece.first(), (int) piece.last() + 1);
        assertThat(units.cardinality()).as("gap, seed %d", seed).isEqualTo(least + piece.size());
        least = units.cardinality();
        before = piece.last();
      }
      assertThat(units).as("seed %d", seed).isEqualTo(a.bits());
      long fewest = a.set().intervals().stream().mapToLong(i -> (i.size() + most - 1) / most).sum();
      assertThat(pieces).as("seed %d", seed).hasSize((int) fewest);
    }
  }

  @Test
  void split_noUnitsPerPiece_isRefused() {
    assertThatThrownBy(() -> IntervalSet.all(3).split(0))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("A piece cannot have 0 units: give at least 1.");
  }

  @Test
  void arithmetic_largestNumbers_doesNotOverflow() {
    IntervalSet all = IntervalSet.all(MAX);
    assertThat(all.size()).isEqualTo(MAX);
    assertThat(all.split(Long.MAX_VALUE)).containsExactly(new UnitInterval(0, MAX - 1));
    assertThat(all.split(MAX - 1))
        .containsExactly(new UnitInterval(0, MAX - 2), new UnitInterval(MAX - 1, MAX - 1));
    IntervalSet last = IntervalSet.of(new UnitInterval(MAX - 1, MAX - 1));
    assertThat(all.subtract(last)).hasToString("[0-999999999997]");
    assertThat(all.subtract(last).union(last)).isEqualTo(all);
    assertThat(all.subtract(all)).isEqualTo(IntervalSet.empty());
  }

  @Test
  void all_noUnits_isEmpty() {
    assertThat(IntervalSet.all(0)).isEqualTo(IntervalSet.empty());
    assertThatThrownBy(() -> IntervalSet.all(-1)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> IntervalSet.all(MAX + 1)).isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void interval_boundsThatEncloseNothingOrAreOutOfRange_isRefused() {
    for (long[] bounds :
        new long[][] {
          {-1, 3}, {4, 3}, {0, MAX}, {Long.MIN_VALUE, Long.MAX_VALUE}, {0, Long.MAX_VALUE}
        }) {
      assertThatThrownBy(() -> new UnitInterval(bounds[0], bounds[1]))
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("is not an interval of them");
    }
  }
}
