package dev.cairn.internal.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.collect.World.Breach;
import dev.cairn.internal.data.Transfers;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No interleaving of writers, an editor and collectors that is tried here takes anything from a
 * live checkpoint or a registered run, or loses a commit. And each broken rule is found out.
 *
 * <p>With {@code -Dcairn.explore=large} there are more interruptions, and more random schedules.
 */
final class CollectionExplorerTest {
  private static final boolean LARGE = System.getProperty("cairn.explore", "small").equals("large");
  private static final int RANDOM_SCHEDULES = LARGE ? 200_000 : 1_000;
  private static final long SEED = Long.getLong("cairn.test.seed", System.nanoTime());

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
          });
  private static final List<Transfers> TRANSFERS = List.of(new Transfers(1), new Transfers(1));

  /** Who takes part. */
  record Scene(String name, int interruptions, Function<World, List<Turns.Program>> programs) {
    @Override
    public String toString() {
      return name + ", " + interruptions + " interruptions";
    }
  }

  @AfterAll
  static void end() {
    THREADS.shutdown();
    TRANSFERS.forEach(Transfers::close);
  }

  private static Scene editor(int interruptions) {
    return new Scene(
        "two writers, an editor, a collector",
        interruptions,
        world ->
            List.of(
                world.writer(0, 1, TRANSFERS.get(0)),
                world.writer(1, 1, TRANSFERS.get(1)),
                world.editor(2),
                world.collector()));
  }

  private static Scene writers(int interruptions) {
    return new Scene(
        "two writers that save twice, a collector",
        interruptions,
        world ->
            List.of(
                world.writer(0, 2, TRANSFERS.get(0)),
                world.writer(1, 2, TRANSFERS.get(1)),
                world.collector()));
  }

  private static Scene collectors(int interruptions) {
    return new Scene(
        "two writers, two collectors",
        interruptions,
        world ->
            List.of(
                world.writer(0, 1, TRANSFERS.get(0)),
                world.writer(1, 1, TRANSFERS.get(1)),
                world.collector(),
                world.collector()));
  }

  private static Scene runs(int interruptions) {
    return new Scene(
        "two writers that register runs, a collector",
        interruptions,
        world -> List.of(world.runner(0), world.runner(1), world.collector()));
  }

  static Stream<Scene> scenes() {
    return LARGE
        ? Stream.of(editor(2), writers(2), collectors(2), runs(3))
        : Stream.of(editor(1), writers(1), collectors(1), runs(2));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void schedules_byTheRules_loseNothing(Scene scene) {
    assertThat(explore(scene, Breach.NONE)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  @SuppressWarnings("SystemOut")
  void randomSchedules_byTheRules_loseNothing(Scene scene) {
    System.out.println("CollectionExplorerTest: -Dcairn.test.seed=" + SEED);
    for (long seed = SEED; seed < SEED + RANDOM_SCHEDULES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Optional<String> loss =
          run(scene, Breach.NONE, waiting -> waiting.get(random.nextInt(waiting.size())));
      assertThat(loss).as("-Dcairn.test.seed=%d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Breach.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE"})
  void schedules_withABrokenRule_findALoss(Breach breach) {
    Scene scene =
        switch (breach) {
          case NONE -> throw new IllegalArgumentException();
          case RETIRED_IS_REUSED -> editor(2);
          case EDIT_IS_NOT_HEEDED -> editor(2);
          case CURRENT_EPOCH_IS_COLLECTED -> writers(1);
          case LATER_RUNS_ARE_COLLECTED -> runs(1);
          case EVERY_ENTRY_IS_COLLECTED -> writers(2);
        };
    String how =
        switch (breach) {
          case NONE -> "";
          case RETIRED_IS_REUSED, EDIT_IS_NOT_HEEDED, CURRENT_EPOCH_IS_COLLECTED ->
              "a live checkpoint lost";
          case LATER_RUNS_ARE_COLLECTED -> "a run lost";
          case EVERY_ENTRY_IS_COLLECTED -> "lost";
        };
    assertThat(explore(scene, breach)).hasValueSatisfying(loss -> assertThat(loss).contains(how));
  }

  @Test
  void schedules_ofOneProgram_areAllTriedOnce() {
    // Two actors of two steps each: six interleavings, of which two have no interruption at all.
    for (int interruptions = 0; interruptions <= 3; interruptions++) {
      Schedules schedules = new Schedules(interruptions);
      java.util.Set<List<Integer>> tried = new java.util.HashSet<>();
      int runs = 0;
      while (schedules.hasNext()) {
        Turns.Schedule schedule = schedules.next();
        int[] left = {2, 2};
        List<Integer> order = new java.util.ArrayList<>();
        while (left[0] + left[1] > 0) {
          List<Integer> waiting = Stream.of(0, 1).filter(actor -> left[actor] > 0).toList();
          int chosen = schedule.next(waiting);
          left[chosen]--;
          order.add(chosen);
        }
        tried.add(order);
        runs++;
        schedules.advance();
      }
      assertThat(tried).hasSize(runs).hasSize(new int[] {2, 4, 6, 6}[interruptions]);
    }
  }

  @SuppressWarnings("SystemOut")
  private static Optional<String> explore(Scene scene, Breach breach) {
    Schedules schedules = new Schedules(scene.interruptions());
    int runs = 0;
    while (schedules.hasNext()) {
      runs++;
      Optional<String> loss = run(scene, breach, schedules.next());
      if (loss.isPresent()) {
        System.out.println(scene + ", " + breach + ": found in run " + runs);
        return loss;
      }
      schedules.advance();
    }
    System.out.println(scene + ", " + breach + ": nothing in all " + runs + " runs");
    return Optional.empty();
  }

  /** What was lost in one run, and how. */
  private static Optional<String> run(Scene scene, Breach breach, Turns.Schedule schedule) {
    World world = new World(breach);
    Turns turns = new Turns(world.store());
    var loss =
        new Object() {
          Optional<String> what = Optional.empty();
        };
    turns.run(
        scene.programs().apply(world),
        THREADS,
        schedule,
        () -> {
          if (loss.what.isEmpty()) {
            try {
              world.look();
            } catch (AssertionError e) {
              loss.what = Optional.of(e.getMessage() + "\n" + String.join("\n", turns.steps()));
            }
          }
        });
    return loss.what;
  }
}
