package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.InvalidRequestException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverTest {
  private static final int SEEDS = 3_000;

  /** What the rule says, unit by unit: slow, and without anything to get wrong. */
  private static List<PartSlice> byTheRule(List<PartName> parts) {
    List<PartSlice> slices = new ArrayList<>();
    long end = parts.stream().mapToLong(part -> part.units().last()).max().orElse(-1);
    for (long unit = 0; unit <= end; ) {
      PartName best = null;
      for (PartName part : parts) {
        if (part.units().first() <= unit && unit <= part.units().last()) {
          if (best == null
              || part.units().last() > best.units().last()
              || (part.units().last() == best.units().last()
                  && part.format().compareTo(best.format()) < 0)) {
            best = part;
          }
        }
      }
      if (best == null) {
        unit++;
      } else {
        slices.add(new PartSlice(best, new UnitInterval(unit, best.units().last())));
        unit = best.units().last() + 1;
      }
    }
    return slices;
  }

  private static List<PartName> randomParts(Random random, int most) {
    int universe = 1 + random.nextInt(60);
    List<PartName> parts = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      PartName part = Parts.randomName(random, universe);
      parts.add(part);
      if (random.nextInt(4) == 0) { // another attempt at the same units
        parts.add(new PartName(part.units(), Parts.attempt(random), part.sha256()));
      }
    }
    return parts;
  }

  @Test
  void of_randomParts_isWhatTheRuleSays() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<PartName> parts = randomParts(new Random(seed), 15);
      assertThat(Cover.of(parts).slices()).as("seed %d", seed).isEqualTo(byTheRule(parts));
    }
  }

  @Test
  void of_partsInAnyOrderAndTwice_isTheSame() {
    for (long seed = 0; seed < SEEDS; seed++) {
      var random = new Random(seed);
      List<PartName> parts = randomParts(random, 15);
      Cover cover = Cover.of(parts);
      List<PartName> shuffled = new ArrayList<>(parts);
      shuffled.addAll(parts.subList(0, parts.size() / 2));
      Collections.shuffle(shuffled, random);
      assertThat(Cover.of(shuffled)).as("seed %d", seed).isEqualTo(cover);
    }
  }

  @Test
  void of_randomParts_coversExactlyWhatIsDoneAndTakesNoPartTwice() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<PartName> parts = randomParts(new Random(seed), 15);
      var listing = new PartListing(1_000, parts, 0);
      var covered = new BitSet();
      for (PartSlice slice : listing.cover().slices()) {
        BitSet units = new BitSet();
        units.set((int) slice.units().first(), (int) slice.units().last() + 1);
        assertThat(covered.intersects(units)).as("overlap, seed %d", seed).isFalse();
        covered.or(units);
      }
      var done = new BitSet();
      parts.forEach(p -> done.set((int) p.units().first(), (int) p.units().last() + 1));
      assertThat(covered).as("seed %d", seed).isEqualTo(done);
      assertThat(listing.cover().units()).as("seed %d", seed).isEqualTo(listing.done());
      assertThat(listing.missing().size() + done.cardinality()).isEqualTo(1_000);
      assertThat(listing.cover().slices().stream().map(PartSlice::part))
          .as("seed %d", seed)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void of_fewParts_usesAsFewAsCanBe() {
    for (long seed = 0; seed < 1_000; seed++) {
      List<PartName> parts = randomParts(new Random(seed), 6);
      IntervalSet done = new PartListing(1_000, parts, 0).done();
      int fewest = Integer.MAX_VALUE;
      for (int chosen = 0; chosen < 1 << parts.size(); chosen++) {
        var intervals = new ArrayList<UnitInterval>();
        for (int i = 0; i < parts.size(); i++) {
          if ((chosen >> i & 1) == 1) {
            intervals.add(parts.get(i).units());
          }
        }
        if (IntervalSet.of(intervals).equals(done)) {
          fewest = Math.min(fewest, intervals.size());
        }
      }
      assertThat(Cover.of(parts).slices()).as("seed %d", seed).hasSize(fewest);
    }
  }

  @Test
  void new_slicesThatOverlapOrAreOutOfOrder_isRefused() {
    PartName part = Parts.name(0, 9, "a");
    PartSlice low = new PartSlice(part, new UnitInterval(0, 5));
    PartSlice high = new PartSlice(part, new UnitInterval(5, 9));
    assertThatThrownBy(() -> new Cover(List.of(low, high)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("give disjoint slices in the order of their units");
    assertThatThrownBy(() -> new Cover(List.of(high, low)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> new PartSlice(part, new UnitInterval(5, 10)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void conflicts_sameUnitsWithOtherContent_areNamed() {
    var units = new UnitInterval(0, 9);
    PartName one = new PartName(units, "a", "1".repeat(64));
    PartName same = new PartName(units, "b", "1".repeat(64));
    PartName other = new PartName(units, "c", "2".repeat(64));
    PartName elsewhere = new PartName(new UnitInterval(0, 8), "d", "3".repeat(64));
    assertThat(new PartListing(100, List.of(same, elsewhere, one), 0).conflicts()).isEmpty();
    assertThat(new PartListing(100, List.of(other, same, elsewhere, one), 0).conflicts())
        .containsExactly(other);
  }
}
