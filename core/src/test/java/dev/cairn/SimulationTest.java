package dev.cairn;

import org.junit.jupiter.api.Test;

/** Many short histories of machines over bad networks; see {@link Simulation}. */
final class SimulationTest {
  private static final int HISTORIES = Integer.getInteger("cairn.test.histories", 2000);
  private static final long SEED = Long.getLong("cairn.test.seed", System.nanoTime());

  @Test
  void histories_ofMachinesOverBadNetworks_keepEveryPromise() {
    System.out.println("SimulationTest: -Dcairn.test.seed=" + SEED);
    for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
      try (Simulation simulation = new Simulation(seed)) {
        run(simulation, seed);
      }
    }
  }

  private static void run(Simulation simulation, long seed) {
    try {
      simulation.run(15);
    } catch (Throwable e) {
      throw new AssertionError(
          "-Dcairn.test.histories=1 -Dcairn.test.seed=%d%n%s"
              .formatted(seed, String.join("\n", simulation.acts())),
          e);
    }
  }
}
