package dev.cairn.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chance by place: what is drawn at one place of a history does not depend on what was drawn at
 * others. So when an act is left out, all others still draw what they drew before.
 */
final class Dice {
  private Dice() {}

  /** One of some. */
  static <T> T one(SplittableRandom random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** The numbers of one place. */
  static SplittableRandom at(long seed, long... place) {
    long mixed = seed;
    for (long step : place) {
      mixed = new SplittableRandom(mixed ^ (step * 0x9e3779b97f4a7c15L)).nextLong();
    }
    return new SplittableRandom(mixed);
  }
}
