package dev.cairn.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.KeyPrefix;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.WriteCondition;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RandomFaults;
import dev.cairn.store.local.LocalStore;
import dev.cairn.store.memory.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs of one seed each, on a store that loses requests and answers, delays and repeats
 * writes, while tasks die, are run twice and overlap, drivers are replaced and parts are damaged.
 */
class ResumeSimulationTest {
  private static final KeyPrefix PREFIX = new KeyPrefix("runs/r/");

  /** What an executor, a driver and fate do, drawn from one seed. */
  private static final class Simulation {
    private final Random random;
    private final long seed;
    private final ObjectStore truth;
    private final RunParts parts;
    private final int units;
    private int attempts;
    private int damaged;

    Simulation(long seed, ObjectStore truth, double faults) {
      this.random = new Random(seed);
      this.seed = seed;
      this.truth = truth;
      this.units = 1 + random.nextInt(300);
      var store = new FaultyStore(truth, RandomFaults.seeded(seed, faults));
      this.parts = new RunParts(store, PREFIX, units);
    }

    /** The function of the run. */
    static byte[] result(long seed, long unit) {
      RandomGenerator drawn = UnitRandom.of(seed, unit);
      byte[] result = new byte[drawn.nextInt(30)];
      drawn.nextBytes(result);
      return result;
    }

    String uninterrupted() {
      List<byte[]> all = new ArrayList<>();
      for (long unit = 0; unit < units; unit++) {
        all.add(result(seed, unit));
      }
      var digest = new ResultDigest(units);
      digest.add(new UnitInterval(0, units - 1), ResultDigest.unitDigests(all));
      return digest.complete();
    }

    /** Starts drivers until one completes the run, and returns the digest. */
    String run() {
      for (int driver = 0; driver < 10_000; driver++) {
        try {
          PartListing listing = parts.list();
          computeSome(listing.missing());
          if (random.nextInt(4) == 0) {
            damageOne();
          }
          PartListing now = parts.list();
          assertThat(now.conflicts()).as("seed %d", seed).isEmpty();
          if (now.missing().isEmpty()) {
            return combined(now.cover());
          }
        } catch (StoreUnavailableException e) {
          assertThat(e)
              .hasMessageContaining("seed " + seed); // this driver dies; the next one comes
        } catch (DamagedPartException e) {
          discard(e.part());
        }
      }
      throw new AssertionError("no driver got to the end, seed " + seed);
    }

    private void computeSome(IntervalSet missing) {
      List<UnitInterval> tasks = new ArrayList<>(missing.split(1 + random.nextInt(40)));
      if (!tasks.isEmpty() && random.nextBoolean()) {
        tasks.add(tasks.get(random.nextInt(tasks.size()))); // a speculative one
      }
      Collections.shuffle(tasks, random);
      for (UnitInterval task : tasks) {
        compute(task);
      }
    }

    private void compute(UnitInterval task) {
      var limits = new PartBuffer.Limits(1 + random.nextInt(200), 30, Duration.ofDays(1));
      var buffer = new PartBuffer(task.first(), limits, () -> 0);
      String attempt = "t" + attempts++;
      long dies = random.nextInt(5) == 0 ? task.first() + random.nextLong(task.size()) : -1;
      for (long unit = task.first(); unit <= task.last() && unit != dies; unit++) {
        buffer.add(result(seed, unit));
        if (buffer.isDue() || unit == task.last()) {
          buffer.flush(parts, attempt);
        }
      }
    }

    /** Flips a bit of a part behind everybody's back. */
    private void damageOne() {
      List<PartName> there = new RunParts(truth, PREFIX, units).list().parts();
      if (!there.isEmpty() && damaged < 5) {
        damaged++;
        ObjectKey key = PREFIX.key(there.get(random.nextInt(there.size())).format());
        byte[] bytes = truth.get(key).orElseThrow();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        truth.put(key, ByteBuffer.wrap(bytes), WriteCondition.ALWAYS);
      }
    }

    private String combined(Cover cover) {
      var digest = new ResultDigest(units);
      for (PartSlice slice : cover.slices()) {
        digest.add(slice.units(), ResultDigest.unitDigests(parts.read(slice)));
      }
      return digest.complete();
    }

    private void discard(PartName part) {
      try {
        parts.discard(List.of(part));
      } catch (StoreUnavailableException e) {
        assertThat(e).hasMessageContaining("seed " + seed);
      }
    }
  }

  @Test
  void digest_afterAnyCrashesLossesAndDamage_isThatOfTheUninterruptedRun() {
    for (long seed = 0; seed < 200; seed++) {
      var simulation = new Simulation(seed, new MemoryStore(), 0.03);
      assertThat(simulation.run()).as("seed %d", seed).isEqualTo(simulation.uninterrupted());
    }
  }

  @Test
  void digest_onLocalStore_isThatOfTheUninterruptedRun(@TempDir Path folder) {
    for (long seed = 1_000; seed < 1_003; seed++) {
      try (var store = new LocalStore(folder.resolve("s" + seed))) {
        var simulation = new Simulation(seed, store, 0.02);
        assertThat(simulation.run()).as("seed %d", seed).isEqualTo(simulation.uninterrupted());
      }
    }
  }
}
