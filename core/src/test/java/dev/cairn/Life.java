package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.store.ObjectStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The life of a process that opens, goes on from what there is, saves in every way, and closes; and
 * what it was told. The state of a step is known from its number.
 */
final class Life {
  static final ProcessId PROCESS = ProcessId.training("ranker");

  /** How many steps a life takes. */
  static final long STEPS = 8;

  private static final int ITEMS = 14;
  private static final int MOST_TRIES = 20;

  /** So small that almost each commit writes a page, and pages are merged all the time. */
  static final PageLimits MANY_PAGES = new PageLimits(200, 1, 200, 2, 3, 1);

  private final Set<Long> given = new HashSet<>();
  private final PageLimits limits;
  private long acknowledged;

  /** A life that is to find the state of that step; 0 when there is none. */
  Life(long acknowledged, PageLimits limits) {
    this.acknowledged = acknowledged;
    this.limits = limits;
  }

  /** Lives until something is thrown. */
  void live(ObjectStore store) {
    live(store, Supplier::get);
  }

  /** Lives and does again what the store kept from being done. */
  void liveOn(ObjectStore store) {
    live(store, new Persistence());
  }

  /** The newest step that was acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** Checks that a store holds this life or more of it: what was acknowledged, or given later. */
  long requireKept(ObjectStore store, String when) {
    new Stored(store, PROCESS).requireNothingMissing();
    try (CheckpointReader reader = CheckpointReader.open(store, PROCESS)) {
      Restored restored = reader.restoreLatest().orElseThrow();
      assertThat(restored.passedOver()).as(when).isEmpty();
      long step = restored.progress().step();
      for (int item = 0; item < ITEMS; item++) {
        assertThat(restored.item("item-" + item, Codecs.longs()))
            .as("%s, step %d, item %d", when, step, item)
            .isEqualTo(values(step, item));
      }
      if (step != acknowledged) {
        assertThat(step).as(when).isGreaterThan(acknowledged);
        assertThat(given).as(when).contains(step);
      }
      return step;
    }
  }

  private interface Attempts {
    <T> T get(Supplier<T> action);
  }

  private static final class Persistence implements Attempts {
    private int tries;

    @Override
    public <T> T get(Supplier<T> action) {
      while (true) {
        try {
          return action.get();
        } catch (CairnException e) {
          tries++;
          if (tries > MOST_TRIES || e instanceof FencedException || e instanceof DamagedException) {
            throw e;
          }
        }
      }
    }
  }

  private void live(ObjectStore store, Attempts attempts) {
    CheckpointManager manager = attempts.get(() -> open(store));
    try (manager) {
      long step =
          attempts.get(manager::restoreLatest).map(from -> from.progress().step()).orElse(0L);
      assertThat(step).isEqualTo(acknowledged);
      save(manager, ++step, attempts);
      save(manager, ++step, attempts);
      saveAsync(manager, ++step, attempts);
      RunDefinition definition = definition(step);
      RegisteredRun run = attempts.get(() -> manager.register(definition, OnMismatch.RECOMPUTE));
      saveAsync(manager, ++step, attempts);
      long golden = save(manager, ++step, attempts);
      attempts.get(
          () -> {
            manager.tag("golden", golden, Optional.empty());
            return golden;
          });
      long last = ++step;
      given.add(last);
      attempts.get(() -> manager.complete(run, progress(last), state(last)));
      acknowledged = last;
      save(manager, ++step, attempts);
      attempts.get(() -> manager.mark(Status.INTERRUPTED, Optional.of("enough")));
      attempts.get(
          () -> {
            manager.untag("golden");
            return golden;
          });
      save(manager, ++step, attempts);
    }
  }

  private long save(CheckpointManager manager, long step, Attempts attempts) {
    given.add(step);
    long version = attempts.get(() -> manager.save(progress(step), state(step))).version();
    acknowledged = step;
    return version;
  }

  private void saveAsync(CheckpointManager manager, long step, Attempts attempts) {
    given.add(step);
    attempts.get(() -> manager.saveAsync(progress(step), state(step)).await());
    acknowledged = step;
  }

  private CheckpointManager open(ObjectStore store) {
    return CheckpointManager.builder()
        .store(store)
        .process(PROCESS)
        .keep(Keep.last(1).or(Keep.best("loss", Direction.MIN, 1)))
        .grace(Duration.ZERO)
        .parallelism(1)
        .compression(Compression.NONE)
        .commitTimeout(Duration.ZERO)
        .pageLimits(limits)
        .open();
  }

  private static RunDefinition definition(long step) {
    return RunDefinition.builder().codeVersion("v" + step).units(10).build();
  }

  private static Progress progress(long step) {
    return Progress.at(step).metric("loss", Math.abs(step % 7 - 3.0));
  }

  /** The first item takes all the room in the entry, so each other one is an object of its own. */
  private static State state(long step) {
    State state = State.empty();
    for (int item = 0; item < ITEMS; item++) {
      state = state.and("item-" + item, Codecs.longs(), values(step, item));
    }
    return state;
  }

  private static long[] values(long step, int item) {
    long[] values = new long[item == 0 ? 8 * 1024 : 10];
    // Half of the items change with each step; the others are taken over.
    Arrays.fill(values, item % 2 == 0 ? 1000 * step + item : item);
    return values;
  }
}
