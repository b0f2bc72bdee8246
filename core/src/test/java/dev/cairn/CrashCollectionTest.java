package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.collect.PageLimits;
import dev.cairn.store.ObjectStore;
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
 * What a process leaves in the store that dies at any of its requests, or whose requests come to
 * grief: when the next one has opened the process and collected, there is exactly what is needed.
 */
final class CrashCollectionTest {
  /** Who collects after the next writer has opened the process. */
  enum Who {
    ITS_WRITER {
      @Override
      CollectionReport collect(CheckpointManager next, ObjectStore store) {
        return next.garbageCollector().collect();
      }
    },
    SOMEBODY_ELSE {
      @Override
      CollectionReport collect(CheckpointManager next, ObjectStore store) {
        return GarbageCollector.of(store, Life.PROCESS).collect();
      }
    };

    abstract CollectionReport collect(CheckpointManager next, ObjectStore store);
  }

  /** What ends everything; no code of ours catches it and goes on. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  static Stream<PageLimits> limits() {
    return Stream.of(PageLimits.STANDARD, Life.MANY_PAGES);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void death_atAnyRequest_leavesNothingThatIsNotCollected(PageLimits limits) {
    long collected = 0;
    int request = 1;
    boolean died = true;
    while (died) {
      MemoryStore memory = new MemoryStore();
      new Life(0, limits).live(memory);
      Life life = new Life(Life.STEPS, limits);
      died = dies(life, memory, request);
      String when = "dies at request " + request;
      collected += collect(Who.SOMEBODY_ELSE, memory, when);
      life.requireKept(memory, when);
      request++;
    }
    assertThat(request).isGreaterThan(70);
    assertThat(collected).isGreaterThan(50);
  }

  /** The collector itself dies at any of its requests; the next one does what is left. */
  @Test
  void death_ofTheCollector_leavesNothingThatIsNotCollected() {
    int request = 0;
    boolean died = true;
    while (died) {
      MemoryStore memory = new MemoryStore();
      new Life(0, Life.MANY_PAGES).live(memory);
      Life life = new Life(Life.STEPS, Life.MANY_PAGES);
      dies(life, memory, 60);
      died = false;
      try (CheckpointManager next = open(memory);
          FaultyStore store = new FaultyStore(memory)) {
        store.before(RequestMatch.next().skipping(request).everyTime(), CrashCollectionTest::die);
        Who.SOMEBODY_ELSE.collect(next, store);
      } catch (Death e) {
        died = true;
      }
      String when = "collector dies at request " + request;
      life.requireKept(memory, when);
      collect(Who.SOMEBODY_ELSE, memory, when);
      life.requireKept(memory, when);
      request++;
    }
    assertThat(request).isGreaterThan(8);
  }

  static Stream<Fault> faults() {
    return Stream.of(Fault.lostRequest(), Fault.refused(), Fault.late(4), Fault.echo(4));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_atAnyWrite_leavesNothingThatIsNotCollected(Fault fault) {
    RequestMatch writes =
        RequestMatch.next(RequestKind.PUT_IF_ABSENT, RequestKind.PUT, RequestKind.DELETE);
    int write = 0;
    boolean struck = true;
    while (struck) {
      MemoryStore memory = new MemoryStore();
      FaultyStore store = new FaultyStore(memory);
      store.inject(writes.skipping(write), fault);
      Life life = new Life(0, Life.MANY_PAGES);
      life.liveOn(store);
      store.landLate();
      struck = !store.history().isEmpty();
      String when = fault + " of write " + write;
      collect(Who.ITS_WRITER, memory, when);
      life.requireKept(memory, when);
      write++;
    }
    assertThat(write).isGreaterThan(10);
  }

  private static long collect(Who who, MemoryStore memory, String when) {
    try (CheckpointManager next = open(memory)) {
      CollectionReport report = who.collect(next, memory);
      assertThat(report.left()).as(when).isEmpty();
      Needed.in(memory, Life.PROCESS).requireNothingElse(when);
      return report.objects();
    }
  }

  private static boolean dies(Life life, MemoryStore memory, int request) {
    try (FaultyStore store = new FaultyStore(memory)) {
      store.before(RequestMatch.next().skipping(request - 1).everyTime(), CrashCollectionTest::die);
      life.live(store);
      return false;
    } catch (Death e) {
      return true;
    } catch (RuntimeException e) {
      assertThat(e).hasRootCauseInstanceOf(Death.class);
      return true;
    }
  }

  private static CheckpointManager open(MemoryStore memory) {
    return CheckpointManager.builder().store(memory).process(Life.PROCESS).open();
  }

  private static void die() {
    throw new Death();
  }
}
