package dev.cairn.simulation;

import dev.cairn.CairnException;
import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointReader;
import dev.cairn.ProcessId;
import dev.cairn.Restored;
import dev.cairn.Simulated;
import dev.cairn.internal.log.Patience;
import dev.cairn.run.PartListing;
import dev.cairn.run.PartSlice;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.ResultDigest;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunParts;
import dev.cairn.store.memory.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One history: actors, the network between them and the store, and the {@link Oracle} that looks
 * on.
 *
 * <p>An act begins after some time; each of its requests takes some time to come to the store;
 * there it meets its {@link Fate}. All of these are drawn from the seed and their places ({@link
 * Dice}). While a request is on its way, others go on, so acts come into each other's middle in
 * every way. When all acts are done and all late requests have landed, the store must be in order.
 */
final class World implements AutoCloseable {
  static final ProcessId PROCESS = ProcessId.training("ranker");
  private static final long SECOND = 1_000_000;

  private final Plan plan;
  private final MemoryStore memory = new MemoryStore();
  private final Disk disk;
  private final Oracle oracle;
  private final Scheduler scheduler = new Scheduler();
  private final Trace trace = new Trace();
  private final Tally tally = new Tally();
  private final List<Actor> actors = new ArrayList<>();
  private final List<String> struck = new ArrayList<>();
  private final double faults;
  private final double deaths;
  private final long fullFrom;
  private final long fullUntil;
  private @Nullable RegisteredRun announced;
  private long generation;
  private long steps;

  World(Plan plan) {
    this.plan = plan;
    this.disk = new Disk(memory, plan);
    this.oracle = new Oracle(memory, PROCESS, plan.retained());
    SplittableRandom random = Dice.at(plan.seed(), 30);
    this.faults = random.nextDouble(0.12);
    this.deaths = random.nextDouble(0.03);
    this.fullFrom = random.nextInt(4) == 0 ? random.nextLong(20 * SECOND) : Long.MAX_VALUE;
    this.fullUntil = random.nextLong(10 * SECOND);
    List<Kind> kinds = plan.kinds();
    for (int number = 0; number < kinds.size(); number++) {
      actors.add(actor(number, kinds.get(number)));
    }
  }

  private Actor actor(int number, Kind kind) {
    return switch (kind) {
      case WRITER -> new WriterActor(number, this);
      case READER -> new ReaderActor(number, this);
      case EDITOR -> new EditorActor(number, this);
      case COLLECTOR -> new CollectorActor(number, this);
      case EXECUTOR -> new ExecutorActor(number, this);
    };
  }

  /** Lives the history; throws when a promise is broken. */
  void run() {
    for (int number = 0; number < actors.size(); number++) {
      next(number, plan.acts().iterator());
    }
    scheduler.run();
    try {
      endInOrder();
    } catch (CairnException e) {
      throw new Broken(Promise.NO_TORN_READ, "when all was over: " + e.getMessage());
    }
  }

  private void next(int number, java.util.Iterator<Plan.Act> acts) {
    while (acts.hasNext()) {
      Plan.Act act = acts.next();
      if (act.actor() == number) {
        SplittableRandom random = Dice.at(plan.seed(), 31, number, act.number());
        long pause =
            random.nextInt(6) == 0 ? random.nextLong(300 * SECOND) : random.nextLong(2 * SECOND);
        Actor actor = actors.get(number);
        scheduler.after(
            pause,
            actor.name() + " begins",
            () -> {
              actor.begin(act.number());
              return actor.baton().begin(actor::perform, () -> ended(actor, acts));
            });
        return;
      }
    }
  }

  private void ended(Actor actor, java.util.Iterator<Plan.Act> acts) {
    trace.add(scheduler.micros(), actor.name(), actor.outcome());
    Throwable failure = actor.failure();
    if (failure instanceof AssertionError broken) {
      scheduler.after(
          0,
          actor.name() + " fails",
          () -> {
            throw broken;
          });
    }
    next(actor.number(), acts);
  }

  /** An actor sends a request, and waits for the answer. */
  Object send(Actor actor, Request request) {
    String fault = actor.name() + " act " + actor.act() + " request " + actor.nextRequest();
    SplittableRandom random = Dice.at(plan.seed(), 32, fault.hashCode());
    return actor
        .baton()
        .ask(
            () ->
                scheduler.after(
                    latency(random), actor.name(), () -> deliver(actor, request, fault, random)));
  }

  /** An actor waits for some time. */
  void pause(Actor actor, long micros) {
    actor
        .baton()
        .ask(() -> scheduler.after(micros, actor.name(), () -> actor.baton().answer(() -> "over")));
  }

  private static long latency(SplittableRandom random) {
    return random.nextInt(12) == 0 ? random.nextLong(3 * SECOND) : 1000 + random.nextLong(20_000);
  }

  private Baton deliver(Actor actor, Request request, String fault, SplittableRandom random) {
    Fate drawn = Fate.draw(random, request, faults, deaths);
    boolean isFull =
        request.isWrite()
            && scheduler.micros() >= fullFrom
            && scheduler.micros() - fullFrom < fullUntil;
    Fate fate = drawn == Fate.FINE && isFull ? Fate.REFUSED : drawn;
    if (plan.quiet().contains(fault)) {
      fate = Fate.FINE;
    }
    if (fate != Fate.FINE) {
      struck.add(fault);
    }
    if (fate.isDeath()) {
      actor.die();
      tally.death(request.kind());
    }
    long delay = 1 + random.nextLong(5 * SECOND);
    return actor
        .baton()
        .answer(new Delivery(this, actor.name(), fault, request, delay).meets(fate));
  }

  /** Applies a request, and lets the oracle look. */
  Object apply(String who, Request request, String how) {
    tally.operation(request.kind());
    Object answer = request.on().apply(disk);
    trace.add(
        scheduler.micros(),
        who,
        "%s %s%s".formatted(request.kind(), trace.named(request.about()), how)
            + (answer instanceof dev.cairn.store.PutOutcome.AlreadyExists ? ": taken" : ""));
    if (request.isWrite()) {
      oracle.changed(request);
    }
    return answer;
  }

  void note(String who, Request request, String how) {
    tally.operation(request.kind());
    trace.add(
        scheduler.micros(),
        who,
        "%s %s%s".formatted(request.kind(), trace.named(request.about()), how));
  }

  void later(long delay, String name, Runnable action) {
    scheduler.after(
        delay,
        name,
        () -> {
          action.run();
          return null;
        });
  }

  /** When nothing is to come any more, the next writer finds everything, and nothing else. */
  private void endInOrder() {
    try (CheckpointReader reader = CheckpointReader.open(memory, PROCESS)) {
      for (long version : oracle.live()) {
        requireRight(reader.restore(version));
      }
      reader.runs().stream()
          .filter(run -> run.completedBy().isPresent())
          .forEach(
              run -> {
                RunParts parts = new RunParts(memory, run.prefix(), Model.UNITS);
                RunDefinition definition = RunDefinition.ofFields(run.definition());
                requireResults(parts, parts.list(), definition);
              });
    }
    try (CheckpointManager last =
        Simulated.manager(
                memory, PROCESS, InstantSource.system(), new Patience(Duration.ZERO), plan.limits())
            .keep(plan.retained().policy())
            .open()) {
      last.restoreLatest().ifPresent(this::requireRight);
      last.save(Model.progress(nextStep()), Model.state(steps));
      Simulated.requireOrder(last, memory, PROCESS);
    }
  }

  /** A restored state is that of its step, and its version was committed with that step. */
  void requireRight(Restored restored) {
    Broken.unless(
        restored.passedOver().isEmpty(), Promise.NO_TORN_READ, "%s", restored.passedOver());
    requireCommitted(restored.checkpoint());
    Model.requireState(restored);
  }

  void requireCommitted(Checkpoint checkpoint) {
    Broken.unless(
        oracle.stepOf(checkpoint.version()).equals(Optional.of(checkpoint.progress().step())),
        Promise.NO_TORN_READ,
        "%s was never committed",
        checkpoint);
  }

  /** The parts of a run give what an uninterrupted run gives. */
  void requireResults(RunParts parts, PartListing listing, RunDefinition definition) {
    Broken.unless(listing.missing().isEmpty(), Promise.NOTHING_LIVE_DELETED, "%s", listing);
    ResultDigest digest = new ResultDigest(Model.UNITS);
    for (PartSlice slice : listing.cover().slices()) {
      digest.add(slice.units(), ResultDigest.unitDigests(parts.read(slice)));
    }
    Broken.unless(
        digest.complete().equals(Model.digest(definition)) && listing.conflicts().isEmpty(),
        Promise.SAME_RESULTS,
        "run %s",
        definition);
    tally.run();
  }

  /** Ends all actors, wherever they are. */
  @Override
  public void close() {
    for (Actor actor : actors) {
      actor.die();
      actor.baton().close(Delivery.DEATH);
      actor.forget();
    }
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Plan plan() {
    return plan;
  }

  Oracle oracle() {
    return oracle;
  }

  Trace trace() {
    return trace;
  }

  /** What has been counted. */
  Tally tally() {
    tally.steps(scheduler.steps());
    tally.acknowledged(oracle.told().acknowledged());
    return tally;
  }

  /** The names of the faults that struck, in order. */
  List<String> struck() {
    return List.copyOf(struck);
  }

  long micros() {
    return scheduler.micros();
  }

  /** The number of a step that nobody has saved yet. */
  long nextStep() {
    return ++steps;
  }

  /** Which run the writers drive. */
  long generation() {
    return generation;
  }

  void completed(long which) {
    if (which == generation) {
      generation++;
      announced = null;
    }
  }

  void announce(RegisteredRun run) {
    announced = run;
  }

  Optional<RegisteredRun> announced() {
    return Optional.ofNullable(announced);
  }
}
