package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class UnitRandomTest {
  @Test
  void of_seedAndUnit_drawsWhatItDrewInTheFirstRelease() {
    RandomGenerator random = UnitRandom.of(42, 0);
    assertThat(random.nextLong()).isEqualTo(1828207230205406498L);
    assertThat(random.nextLong()).isEqualTo(-3146673511040302758L);
    assertThat(random.nextDouble()).isEqualTo(0.42945647234013573);
    assertThat(UnitRandom.of(-1, RunDefinition.MAX_UNITS - 1).nextLong())
        .isEqualTo(-7587859421991942051L);
  }

  @Test
  void of_seedAndUnit_isSeededByTheDocumentedDigest() {
    // the first eight bytes of the digest, computed with another SHA-256
    RandomGenerator known =
        RandomGeneratorFactory.of("L64X128MixRandom").create(459726553223547118L);
    RandomGenerator random = UnitRandom.of(42, 1);
    for (int i = 0; i < 100; i++) {
      assertThat(random.nextLong()).isEqualTo(known.nextLong());
    }
  }

  @Test
  void of_neighbouringUnitsAndSeeds_differ() {
    Set<Long> firsts = new HashSet<>();
    for (long seed = -20; seed < 20; seed++) {
      for (long unit = 0; unit < 500; unit++) {
        firsts.add(UnitRandom.of(seed, unit).nextLong());
      }
    }
    assertThat(firsts).hasSize(40 * 500);
  }
}
