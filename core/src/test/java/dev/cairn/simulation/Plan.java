package dev.cairn.simulation;

import dev.cairn.internal.collect.PageLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All that decides a history.
 *
 * @param seed of everything that is drawn
 * @param acts what the actors do, each in the order of its own acts
 * @param quiet the faults that do not strike, by their names
 * @param flaw of the store
 */
record Plan(long seed, List<Act> acts, Set<String> quiet, Flaw flaw) {
  /** An act of an actor; what it does is drawn from the seed and these numbers. */
  record Act(int actor, int number) {}

  /** Copies. */
  Plan {
    acts = List.copyOf(acts);
    quiet = Set.copyOf(quiet);
  }

  /** The history of a seed. */
  static Plan of(long seed, Flaw flaw) {
    SplittableRandom random = Dice.at(seed, 1);
    List<Act> acts = new ArrayList<>();
    for (int actor = 0; actor < kinds(seed).size(); actor++) {
      int count =
          kinds(seed).get(actor) == Kind.WRITER ? 5 + random.nextInt(6) : 2 + random.nextInt(5);
      for (int number = 0; number < count; number++) {
        acts.add(new Act(actor, number));
      }
    }
    return new Plan(seed, acts, Set.of(), flaw);
  }

  Plan with(List<Act> fewer) {
    return new Plan(seed, fewer, quiet, flaw);
  }

  Plan quiet(Set<String> faults) {
    return new Plan(seed, acts, faults, flaw);
  }

  /** Who takes part: two or three writers, and of the others none to two each. */
  List<Kind> kinds() {
    return kinds(seed);
  }

  private static List<Kind> kinds(long seed) {
    SplittableRandom random = Dice.at(seed, 2);
    List<Kind> kinds = new ArrayList<>(List.of(Kind.WRITER, Kind.WRITER));
    for (Kind kind : Kind.values()) {
      int more = kind == Kind.WRITER ? random.nextInt(2) : random.nextInt(3);
      for (int i = 0; i < more; i++) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** What the writers keep. */
  Retained retained() {
    return Dice.one(Dice.at(seed, 3), List.of(Retained.values()));
  }

  Duration grace() {
    return Dice.at(seed, 4).nextBoolean() ? Duration.ZERO : Duration.ofMinutes(10);
  }

  PageLimits limits() {
    SplittableRandom random = Dice.at(seed, 5);
    return random.nextInt(3) == 0
        ? PageLimits.STANDARD
        : new PageLimits(random.nextInt(600), 1 + random.nextInt(2), random.nextInt(600), 2, 3, 1);
  }

  /** How the store lists. */
  Order order() {
    return Dice.one(Dice.at(seed, 6), List.of(Order.values()));
  }

  /** How the listings of a store may come. */
  enum Order {
    /** In order, as many as are asked for. */
    FULL_PAGES,
    /** In order, in pages of one to three. */
    SHORT_PAGES,
    /** In an order of the store's own; the client puts it right. */
    SHUFFLED
  }
}
