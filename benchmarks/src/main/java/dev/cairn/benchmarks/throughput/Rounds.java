package dev.cairn.benchmarks.throughput;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contenders one after the other, again and again, in an order that rotates. */
final class Rounds {
  private final Site site;
  private final List<Contender> contenders;
  private final Map<Direction, Map<String, List<Costs>>> costs = new EnumMap<>(Direction.class);

  Rounds(Site site, List<Contender> contenders) {
    this.site = site;
    this.contenders = List.copyOf(contenders);
  }

  /** One round to warm up, which does not count, and then some that do. */
  Map<Direction, Map<String, List<Costs>>> run(int rounds) {
    List<Contender> order = new ArrayList<>(contenders);
    for (int round = 0; round <= rounds; round++) {
      for (Contender contender : order) {
        run(contender, round);
      }
      Collections.rotate(order, 1);
    }
    return costs;
  }

  private void run(Contender contender, int round) {
    String folder = contender.name().replaceAll("[^a-zA-Z0-9]", "") + round;
    contender.begin(folder);
    try {
      note(Direction.SAVE, contender.name(), round, contender::save);
      for (Contender.Way way : contender.restores()) {
        note(Direction.RESTORE, way.name(), round, way.run());
      }
    } finally {
      contender.end();
      site.clear(folder);
    }
  }

  private void note(Direction direction, String name, int round, Runnable work) {
    Costs took = Costs.of(work);
    System.err.printf("round %d: %s by %s in %.2f s%n", round, direction, name, took.nanos() / 1e9);
    if (round > 0) {
      costs
          .computeIfAbsent(direction, first -> new LinkedHashMap<>())
          .computeIfAbsent(name, first -> new ArrayList<>())
          .add(took);
    }
  }
}
