package dev.cairn.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.proofs.ProofReport;
import dev.cairn.store.ObjectKey;
import dev.cairn.store.memory.MemoryStore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A bit flipped, an end cut off, two objects exchanged, one deleted, one put in the place of
 * another one: among entries, chunks, pages of the index and parts of runs. No wrong byte is ever
 * handed back, what is needed and was hit is reported, and the process can be gone on with.
 *
 * <p>An entry that is gone from the end of the log leaves no trace, and the one before it is taken
 * for the newest. So this one blow is left out.
 *
 * <p>With {@code -Dcairn.test.blows=10000} it is so many blows, from the seed {@code
 * -Dcairn.test.seed}, which is drawn when it is not given.
 */
final class SeededDamageTest {
  private static final int BLOWS = Integer.getInteger("cairn.test.blows", 100);
  private static final long SEED = Long.getLong("cairn.test.seed", System.nanoTime());

  private final Whole whole = new Whole();

  /** One object, and what happens to it. */
  private record Hit(Target target, Blow blow, ObjectKey key, ObjectKey other, long seed) {
    void strike(MemoryStore store) {
      blow.strike(store, key, other, new SplittableRandom(seed));
    }
  }

  @Test
  @SuppressWarnings("SystemOut")
  void blow_atAnyObject_isReportedOrChangesNothingThatIsRead() {
    ProofReport report = ProofReport.begin("damage").seed(SEED).count("blows", BLOWS);
    Map<String, Integer> counts = new TreeMap<>();
    for (long seed = SEED; seed < SEED + BLOWS; seed++) {
      Hit hit = draw(seed);
      try {
        counts.merge(hit.target() + " " + hit.blow() + " " + outcome(hit), 1, Integer::sum);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "./cairn prove damage -Dcairn.test.blows=1 -Dcairn.test.seed=%d: %s"
                .formatted(seed, hit),
            e);
      }
    }
    counts.forEach((what, count) -> System.out.printf("%s: %,d%n", what, count));
    Map<String, Integer> outcomes = new TreeMap<>();
    counts.forEach(
        (what, count) ->
            outcomes.merge(what.substring(what.lastIndexOf(' ') + 1), count, Integer::sum));
    outcomes.forEach(
        (what, count) -> report.count(what.toLowerCase(Locale.ROOT).replace('_', ' '), count));
    report.count("wrong bytes", 0).held();
    assertThat(counts.keySet()).anyMatch(what -> what.endsWith(Outcome.REPORTED.name()));
  }

  @Test
  void noBlow_isAllRight() {
    assertThat(new Inspection(whole, whole.copy()).run()).isEqualTo(Outcome.ALL_RIGHT);
  }

  private Outcome outcome(Hit hit) {
    MemoryStore store = whole.copy();
    byte[] before = store.get(hit.key()).orElseThrow();
    byte[] otherBefore = store.get(hit.other()).orElseThrow();
    hit.strike(store);
    boolean isSame =
        store.get(hit.key()).filter(now -> Arrays.equals(now, before)).isPresent()
            && store.get(hit.other()).filter(now -> Arrays.equals(now, otherBefore)).isPresent();
    Outcome outcome = new Inspection(whole, store).run();
    // Every chunk and every part is read here. A part that is gone is not missed where others hold
    // its units. Of a compressed chunk, some bits say nothing about the content, whose digest it
    // is.
    if (isSame || hit.target() == Target.GARBAGE) {
      assertThat(outcome).isEqualTo(Outcome.ALL_RIGHT);
    } else if (isMissed(hit)) {
      assertThat(outcome).isEqualTo(Outcome.REPORTED);
    }
    return outcome;
  }

  private boolean isMissed(Hit hit) {
    return switch (hit.target()) {
      case CHUNK -> hit.blow() != Blow.FLIPPED || !whole.isCompressed(hit.key());
      case PART -> hit.blow() != Blow.DELETED;
      case ENTRY, PAGE, GARBAGE -> false;
    };
  }

  private static <T> T one(SplittableRandom random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private Hit draw(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    while (true) {
      Target target = one(random, List.of(Target.values()));
      Blow blow = one(random, List.of(Blow.values()));
      List<ObjectKey> keys = whole.keys(target);
      if (keys.size() < 2) {
        continue;
      }
      ObjectKey key = one(random, keys);
      ObjectKey other = one(random, keys);
      boolean endIsGone = blow == Blow.DELETED && key.equals(whole.newest());
      if (!key.equals(other) && !endIsGone) {
        return new Hit(target, blow, key, other, random.nextLong());
      }
    }
  }
}
