package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.store.RequestKind;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  record Scene(RequestMatch requests, Fault fault) {}

  static Stream<Scene> scenes() {
    return Stream.of(
        new Scene(ALL, Fault.lostRequest()),
        new Scene(ALL, Fault.lostAnswer()),
        new Scene(ALL, Fault.refused()),
        new Scene(WRITES, Fault.late(4)),
        new Scene(WRITES, Fault.echo(4)),
        new Scene(WRITES, Fault.conflict()),
        new Scene(RequestMatch.next(RequestKind.PUT_IF_ABSENT), Fault.ownConflict()));
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void fault_atAnyRequest_losesNothing(Scene scene) {
    int request = 0;
    boolean struck = true;
    while (struck) {
      struck = strike(scene.requests().skipping(request), scene.fault());
      request++;
    }
    assertThat(request).isGreaterThan(10);
  }

  @Test
  void fullDisk_forAWhileFromAnyRequestOn_losesNothingAndLeavesNoChunk() {
    RequestMatch puts = RequestMatch.next(RequestKind.PUT_IF_ABSENT, RequestKind.PUT).times(3);
    int put = 0;
    boolean struck = true;
    while (struck) {
      struck = strike(puts.skipping(put), Fault.refused());
      put++;
    }
  }

  private static boolean strike(RequestMatch requests, Fault fault) {
    String when = fault + " of " + requests;
    MemoryStore memory = new MemoryStore();
    Life first = new Life(0);
    first.live(memory);
    FaultyStore store = new FaultyStore(memory);
    store.inject(requests, fault);
    Life life = new Life(Life.STEPS);
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
                stored
                    .index()
                    .readable()
                    .anyMatch(row -> stored.chunks(row.version()).contains(key)));
  }
}
