package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.collect.PageLimits;
import dev.cairn.store.RequestKind;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One fault at every request that a process sends from its opening to its close, one life for each.
 * The process does again what failed, and goes on; nothing acknowledged is lost, and a fault is
 * never taken for damage.
 */
final class FaultAtEveryRequestTest {
  private static final RequestMatch ALL = RequestMatch.next();
  private static final RequestMatch WRITES =
      RequestMatch.next(RequestKind.PUT_IF_ABSENT, RequestKind.PUT, RequestKind.DELETE);

  record Scene(RequestMatch requests, Fault fault, PageLimits limits) {
    Scene(RequestMatch requests, Fault fault) {
      this(requests, fault, PageLimits.STANDARD);
    }

    Scene withPages() {
      return new Scene(requests, fault, Life.MANY_PAGES);
    }
  }

  static Stream<Scene> scenes() {
    List<Scene> scenes =
        List.of(
            new Scene(ALL, Fault.lostRequest()),
            new Scene(ALL, Fault.lostAnswer()),
            new Scene(ALL, Fault.refused()),
            new Scene(WRITES, Fault.late(4)),
            new Scene(WRITES, Fault.echo(4)),
            new Scene(WRITES, Fault.conflict()),
            new Scene(RequestMatch.next(RequestKind.PUT_IF_ABSENT), Fault.ownConflict()));
    return Stream.concat(scenes.stream(), scenes.stream().map(Scene::withPages));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void fault_atAnyRequest_losesNothing(Scene scene) {
    int request = 0;
    boolean struck = true;
    while (struck) {
      struck = strike(scene.requests().skipping(request), scene.fault(), scene.limits());
      request++;
    }
    assertThat(request).isGreaterThan(10);
  }

  static Stream<PageLimits> limits() {
    return Stream.of(PageLimits.STANDARD, Life.MANY_PAGES);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void fullDisk_forAWhileFromAnyRequestOn_losesNothingAndLeavesNoChunk(PageLimits limits) {
    RequestMatch puts = RequestMatch.next(RequestKind.PUT_IF_ABSENT, RequestKind.PUT).times(3);
    int put = 0;
    boolean struck = true;
    while (struck) {
      struck = strike(puts.skipping(put), Fault.refused(), limits);
      put++;
    }
  }

  private static boolean strike(RequestMatch requests, Fault fault, PageLimits limits) {
    String when = fault + " of " + requests;
    MemoryStore memory = new MemoryStore();
    Life first = new Life(0, limits);
    first.live(memory);
    FaultyStore store = new FaultyStore(memory);
    store.inject(requests, fault);
    Life life = new Life(Life.STEPS, limits);
    life.liveOn(store);
    store.landLate();
    assertThat(life.requireKept(memory, when)).as(when).isEqualTo(2 * Life.STEPS);
    if (requests.times() > 1) {
      requireNoLitter(memory, when);
    }
    return !store.history().isEmpty();
  }

  /** Every chunk that is there belongs to a checkpoint. */
  private static void requireNoLitter(MemoryStore memory, String when) {
    Stored stored = new Stored(memory, Life.PROCESS);
    assertThat(stored.keys("data"))
        .as(when)
        .allMatch(
            key ->
                stored.pages().contains(key)
                    || stored
                        .index()
                        .readable()
                        .anyMatch(row -> stored.chunks(row.version()).contains(key)));
  }
}
