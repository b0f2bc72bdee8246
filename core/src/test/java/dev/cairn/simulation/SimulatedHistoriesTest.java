package dev.cairn.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.proofs.ProofReport;
import dev.cairn.simulation.Shrinking.Failure;
import dev.cairn.store.RequestKind;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of machines over bad networks keep every promise; a store that is not what it should be
 * is found out, and shrunk to a history of a few acts. See {@link World}.
 *
 * <p>With {@code -Dcairn.test.histories=10000} it is so many histories, from the seed {@code
 * -Dcairn.test.seed}, which is drawn when it is not given.
 */
final class SimulatedHistoriesTest {
  private static final int SHORT = 200;
  private static final int HISTORIES = Integer.getInteger("cairn.test.histories", SHORT);
  private static final long SEED = Long.getLong("cairn.test.seed", System.nanoTime());
  private static final long MOST_HISTORIES_TO_A_FLAW = 500;

  @Test
  void histories_ofMachinesOverBadNetworks_keepEveryPromise() {
    ProofReport report = ProofReport.begin("simulation").seed(SEED);
    Tally tally = new Tally();
    for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
      live(Plan.of(seed, Flaw.NONE), tally);
    }
    report.figure(tally.toString()).held();
    if (HISTORIES >= SHORT) {
      Set<RequestKind> used = EnumSet.allOf(RequestKind.class);
      used.removeIf(kind -> tally.operations(kind) == 0);
      assertThat(used)
          .contains(
              RequestKind.PUT_IF_ABSENT,
              RequestKind.PUT,
              RequestKind.GET,
              RequestKind.LIST,
              RequestKind.DELETE)
          .allMatch(kind -> tally.deaths(kind) > 0);
      assertThat(tally.acknowledged()).isGreaterThan(HISTORIES);
      assertThat(tally.runs()).isPositive();
    }
  }

  /**
   * What a proof found. In 20265879 another writer opens the process while a mark waits for the
   * answer to its commit, which was lost: the mark is acknowledged, rightly, after that.
   */
  @ParameterizedTest
  @ValueSource(longs = {20265879})
  void history_thatOnceBrokeAPromise_keepsIt(long seed) {
    live(Plan.of(seed, Flaw.NONE), new Tally());
  }

  private static void live(Plan plan, Tally tally) {
    try (World world = new World(plan)) {
      try {
        world.run();
      } catch (AssertionError e) {
        throw new AssertionError(
            "./cairn prove simulation -Dcairn.test.histories=1 -Dcairn.test.seed=%d%n%s"
                .formatted(plan.seed(), Shrinking.live(plan).map(Shrinking::of)),
            e);
      }
      tally.add(world.tally());
    }
  }

  @Test
  void history_ofTheSameSeed_isTheSame() {
    Set<String> digests = new HashSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      List<String> first = trace(seed);
      assertThat(trace(seed)).as("seed %d", seed).isEqualTo(first);
      digests.add(String.join("\n", first));
    }
    assertThat(digests).hasSize(20);
  }

  private static List<String> trace(long seed) {
    try (World world = new World(Plan.of(seed, Flaw.NONE))) {
      world.run();
      return world.trace().lines();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Flaw.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE"})
  @SuppressWarnings("SystemOut")
  void history_onAStoreWithAFlaw_breaksAPromiseInAFewActs(Flaw flaw) {
    Failure found = null;
    for (long seed = 1; found == null && seed <= MOST_HISTORIES_TO_A_FLAW; seed++) {
      Optional<Failure> failure = Shrinking.live(Plan.of(seed, flaw));
      if (failure.isPresent()) {
        found = failure.get();
      }
    }
    assertThat(found).as("a broken promise").isNotNull();
    Failure shrunk = Shrinking.of(found);
    System.out.println(
        "%s, seed %d, from %d acts and %d faults by %d histories: %s"
            .formatted(
                flaw,
                found.plan().seed(),
                found.plan().acts().size(),
                found.struck().size(),
                shrunk.runs(),
                shrunk));
    assertThat(shrunk.plan().acts()).hasSizeLessThanOrEqualTo(6);
    assertThat(shrunk.struck()).hasSizeLessThanOrEqualTo(2);
    assertThat(Shrinking.live(shrunk.plan()).orElseThrow().trace()).isEqualTo(shrunk.trace());
  }
}
