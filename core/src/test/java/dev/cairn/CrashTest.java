package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.collect.PageLimits;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that dies at a request to the store: at every one that it sends from its opening to its
 * close, just before and just after the store has applied it. Whoever opens the process next finds
 * the newest acknowledged state or one that was given after it, whole, and nothing that is kept has
 * lost an object.
 */
final class CrashTest {
  /** When, as seen from the request. */
  enum Moment {
    BEFORE,
    AFTER
  }

  /** What ends everything; no code of ours catches it and goes on. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  @ParameterizedTest
  @EnumSource
  void death_atAnyRequest_losesNothing(Moment moment) {
    dieAtEachRequest(moment, PageLimits.STANDARD);
  }

  @ParameterizedTest
  @EnumSource
  void death_atAnyRequest_withManyPages_losesNothing(Moment moment) {
    dieAtEachRequest(moment, Life.MANY_PAGES);
  }

  private static void dieAtEachRequest(Moment moment, PageLimits limits) {
    int request = 1;
    while (dies(request, moment, limits)) {
      request++;
    }
    // The whole life was lived, with all its uploads and deletes.
    assertThat(request).isGreaterThan(70);
  }

  /** Lives until the request; false when there is no such request, since life was shorter. */
  private static boolean dies(int request, Moment moment, PageLimits limits) {
    String when = "request " + request;
    MemoryStore memory = new MemoryStore();
    new Life(0, limits).live(memory);
    Life life = new Life(Life.STEPS, limits);
    boolean died = false;
    try (FaultyStore store = new FaultyStore(memory)) {
      switch (moment) {
        case BEFORE ->
            store.before(RequestMatch.next().skipping(request - 1).everyTime(), CrashTest::die);
        case AFTER -> {
          store.after(RequestMatch.next().skipping(request - 1), CrashTest::die);
          store.before(RequestMatch.next().skipping(request).everyTime(), CrashTest::die);
        }
      }
      life.live(store);
    } catch (Death e) {
      died = true;
    } catch (RuntimeException e) {
      assertThat(e).as(when).hasRootCauseInstanceOf(Death.class);
      died = true;
    }
    long found = life.requireKept(memory, when);
    Life next = new Life(found, limits);
    next.live(memory);
    assertThat(next.requireKept(memory, when)).isEqualTo(found + Life.STEPS);
    return died;
  }

  private static void die() {
    throw new Death();
  }
}
