package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.codec.Codecs;
import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Pages;
import dev.cairn.internal.log.Patience;
import dev.cairn.internal.log.WholeIndex;
import dev.cairn.internal.log.WriteIds;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import dev.cairn.store.faults.Fault;
import dev.cairn.store.faults.FaultyStore;
import dev.cairn.store.faults.RandomFaults;
import dev.cairn.store.faults.RequestMatch;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A short history of several machines that work on one process, each over a bad network of its own
 * and with a clock of its own, drawn from a seed. What one machine does may fall into the middle of
 * a request of another. After each act the store is looked at over a good network and compared with
 * what the machines were told.
 */
final class Simulation implements AutoCloseable {
  private static final ProcessId PROCESS = ProcessId.training("ranker");
  private static final int VARIANTS = 3;
  private static final Instant START = Instant.parse("2024-05-01T12:00:00Z");

  private final SplittableRandom random;
  private final MemoryStore memory = new MemoryStore();
  private final Stored stored = new Stored(memory, PROCESS);
  private final CheckpointReader reader = CheckpointReader.open(memory, PROCESS);
  private final List<Machine> machines = new ArrayList<>();
  private final Duration grace;
  private final Keep keep;
  private final PageLimits limits;

  // What was told.
  private final TreeMap<Long, Long> acknowledged = new TreeMap<>();
  private final TreeSet<Long> epochs = new TreeSet<>();
  private final Set<Long> pinned = new HashSet<>();
  private final TreeSet<Long> perhapsDeleted = new TreeSet<>();
  private final List<String> acts = new ArrayList<>();
  private long unpins;
  private long steps;
  private long seconds;
  private boolean inside;

  private final class Machine {
    final FaultyStore store;
    final long skew = random.nextLong(-3600, 3601);
    FaultyStore cable;
    @Nullable CheckpointManager manager;
    boolean fenced;

    Machine() {
      var faults =
          new RandomFaults(
              random.nextLong(), random.nextDouble(0.15), EnumSet.allOf(Fault.Kind.class), 15);
      store = new FaultyStore(memory, faults);
      cable = new FaultyStore(store);
    }

    /** Nothing that the manager still wants to say reaches the network. */
    void unplug() {
      CheckpointManager left = manager;
      manager = null;
      if (left != null) {
        cable.inject(RequestMatch.next().everyTime(), Fault.lostRequest());
        try {
          left.close();
        } catch (RuntimeException e) {
          acts.add("nobody hears: " + e.getMessage());
        }
      }
      cable = new FaultyStore(store);
    }

    Instant now() {
      return START.plusSeconds(seconds + skew);
    }
  }

  /** The end of a machine. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  Simulation(long seed) {
    this.random = new SplittableRandom(seed);
    this.grace = random.nextBoolean() ? Duration.ZERO : Duration.ofMinutes(10);
    this.keep =
        switch (random.nextInt(5)) {
          case 0, 1 -> Keep.last(1 + random.nextInt(2));
          case 2 -> Keep.last(3).or(Keep.everyNthStep(3));
          case 3 -> Keep.all();
          default -> Keep.last(1).or(Keep.best("loss", Direction.MIN, 1));
        };
    this.limits =
        random.nextInt(3) == 0
            ? PageLimits.STANDARD
            : new PageLimits(
                random.nextInt(600), 1 + random.nextInt(2), random.nextInt(600), 2, 3, 1);
    for (int i = 0; i < 3; i++) {
      machines.add(new Machine());
    }
  }

  /** What was done, for the report of a failure. */
  List<String> acts() {
    return acts;
  }

  void run(int length) {
    for (int i = 0; i < length; i++) {
      seconds += random.nextInt(600);
      act(machines.get(random.nextInt(machines.size())));
      look();
    }
    machines.forEach(machine -> machine.store.heal());
    machines.forEach(machine -> machine.store.landLate());
    look();
    try (CheckpointManager manager = builder(new Machine()).store(memory).open()) {
      manager.restoreLatest();
      acknowledged.put(manager.save(progress(++steps), state(steps)).version(), steps);
      look();
      assertThat(manager.garbageCollector().collect().left()).isEmpty();
      Needed.in(memory, PROCESS).requireNothingElse("when all is over");
    }
    look();
    stored.requireNothingMissing();
  }

  @Override
  public void close() {
    machines.forEach(Machine::unplug);
    reader.close();
  }

  private void act(Machine machine) {
    int request = random.nextInt(6);
    if (!inside && random.nextInt(3) == 0) {
      // In the middle of what this one does, another one does something.
      Machine other = machines.get(random.nextInt(machines.size()));
      machine.store.before(RequestMatch.next().skipping(request), () -> intrude(machine, other));
    }
    if (!inside && random.nextInt(12) == 0) {
      machine.store.before(RequestMatch.next().skipping(request), Simulation::die);
    }
    int index = acts.size();
    acts.add("");
    String what = "machine " + machines.indexOf(machine) + " ";
    try {
      what += dispatch(machine);
    } catch (Death e) {
      machine.unplug();
      what += "dies";
    } catch (FencedException e) {
      machine.fenced = true;
      what += "is fenced";
    } catch (StoreUnavailableException
        | StoreException
        | CommitOutcomeUnknownException
        | CheckpointNotFoundException
        | InvalidRequestException e) {
      what += e.getClass().getSimpleName() + ": " + e.getMessage();
    } catch (RuntimeException e) {
      if (!(e.getCause() instanceof Death)) {
        throw e;
      }
      machine.unplug();
      what += "dies";
    }
    acts.set(index, what);
  }

  private void intrude(Machine machine, Machine other) {
    if (!inside && machine != other) {
      inside = true;
      try {
        act(other);
      } finally {
        inside = false;
      }
    }
  }

  private String dispatch(Machine machine) {
    CheckpointManager manager = machine.manager;
    if (manager == null || random.nextInt(8) == 0) {
      return open(machine);
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> save(machine, manager);
      case 4 -> saveBehind(machine, manager);
      case 5 -> mark(machine, manager);
      case 6 -> restore(manager);
      case 7 -> pin(machine);
      case 8 -> unpin(machine);
      case 9 -> "collects " + GarbageCollector.of(machine.store, PROCESS).collect();
      case 10 -> "collects " + manager.garbageCollector().collect();
      default -> delete(machine);
    };
  }

  private String open(Machine machine) {
    machine.unplug();
    CheckpointManager manager = builder(machine).open();
    machine.manager = manager;
    machine.fenced = false;
    epochs.add(manager.epoch());
    return "opens, epoch " + manager.epoch() + "; " + restore(manager);
  }

  private String save(Machine machine, CheckpointManager manager) {
    long step = ++steps;
    return acknowledged(machine, manager, manager.save(progress(step), state(step)));
  }

  private String saveBehind(Machine machine, CheckpointManager manager) {
    long step = ++steps;
    return acknowledged(machine, manager, manager.saveAsync(progress(step), state(step)).await());
  }

  private String mark(Machine machine, CheckpointManager manager) {
    return acknowledged(machine, manager, manager.mark(Status.INTERRUPTED, Optional.of("a mark")));
  }

  private String acknowledged(Machine machine, CheckpointManager manager, Checkpoint saved) {
    assertThat(machine.fenced).as("a fenced writer stays so").isFalse();
    assertThat(epochs.subSet(manager.epoch(), false, saved.version(), false))
        .as("claims between the epoch and the save")
        .isEmpty();
    acknowledged.put(saved.version(), saved.progress().step());
    return "saves " + saved;
  }

  private String restore(CheckpointManager manager) {
    Optional<Restored> restored = manager.restoreLatest();
    restored.ifPresent(this::requireWhole);
    return "restores " + restored.map(Restored::checkpoint);
  }

  private String pin(Machine machine) {
    long version = anyLive();
    long before = unpins;
    edit(machine, Edits.pin(PROCESS, pages(machine), version));
    if (before == unpins) {
      pinned.add(version);
    }
    return "pins v" + version;
  }

  private String unpin(Machine machine) {
    long version = anyLive();
    pinned.remove(version);
    unpins++;
    try {
      edit(machine, Edits.unpin(version));
    } finally {
      // A pin that came in the middle of it may be gone or not.
      pinned.remove(version);
      unpins++;
    }
    return "unpins v" + version;
  }

  private String delete(Machine machine) {
    long version = anyLive();
    boolean wasPinned = pinned.contains(version);
    if (!wasPinned) {
      perhapsDeleted.add(version);
    }
    try {
      edit(machine, Edits.delete(PROCESS, pages(machine), version, machine.now()));
      assertThat(wasPinned && pinned.contains(version)).as("a pin that was in effect").isFalse();
    } finally {
      if (!pinned.contains(version)) {
        perhapsDeleted.add(version);
      }
    }
    return "deletes v" + version;
  }

  private void edit(Machine machine, CommitLog.Edit edit) {
    AtomicLong nanos = new AtomicLong();
    CommitLog.edit(
        new CommitLog.Context(
            machine.store,
            PROCESS,
            new Writer("test", 1, "editor"),
            machine::now,
            new Patience(Duration.ofMillis(100), nanos::get, nanos::addAndGet),
            WriteIds.random()),
        edit);
  }

  private static Pages pages(Machine machine) {
    return new Pages(machine.store, PROCESS, 2);
  }

  private long anyLive() {
    WholeIndex index = stored.index();
    return index.live().isEmpty()
        ? 1
        : index.live().get(random.nextInt(index.live().size())).version();
  }

  /** What anybody with a good network sees now. */
  private void look() {
    WholeIndex index = stored.index();
    long newest = acknowledged.isEmpty() ? 0 : acknowledged.lastKey();
    // Who deletes what came after it may leave nothing.
    if (newest > 0 && perhapsDeleted.tailSet(newest).isEmpty()) {
      assertThat(index.newest()).as("v%d was acknowledged", newest).isPresent();
      assertThat(index.newest().orElseThrow().version())
          .as("v%d was acknowledged", newest)
          .isGreaterThanOrEqualTo(newest);
    }
    assertThat(index.live()).extracting(row -> row.version()).containsAll(pinned);
    reader.restoreLatest().ifPresent(this::requireWhole);
    if (random.nextInt(5) == 0) {
      stored.requireNothingMissing();
    }
  }

  private void requireWhole(Restored restored) {
    assertThat(restored.passedOver()).isEmpty();
    long step = restored.progress().step();
    long version = restored.checkpoint().version();
    assertThat(acknowledged.getOrDefault(version, step)).as("v%d", version).isEqualTo(step);
    if (step > 0) {
      assertThat(restored.item("step", Codecs.longs())).containsExactly(step);
      assertThat(restored.item("bulk", Codecs.longs())).isEqualTo(bulk(step));
    }
  }

  private CheckpointManagerBuilder builder(Machine machine) {
    return CheckpointManager.builder()
        .store(machine.cable)
        .process(PROCESS)
        .keep(keep)
        .grace(grace)
        .clock(machine::now)
        .parallelism(1)
        .compression(Compression.NONE)
        .commitTimeout(Duration.ZERO)
        .pageLimits(limits);
  }

  private static Progress progress(long step) {
    return Progress.at(step).metric("loss", (double) (step * 31 % 7));
  }

  private static State state(long step) {
    return State.of("step", Codecs.longs(), new long[] {step})
        .and("bulk", Codecs.longs(), bulk(step));
  }

  /** Of every three, one is small; the others are one of a few, so that chunks are shared. */
  private static long[] bulk(long step) {
    long[] values = new long[step % 3 == 0 ? 10 : 8300];
    values[0] = step % 3 == 0 ? step : step % VARIANTS;
    return values;
  }

  private static void die() {
    throw new Death();
  }
}
