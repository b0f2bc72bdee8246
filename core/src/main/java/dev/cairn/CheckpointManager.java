package dev.cairn;

import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Resume;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunMismatchException;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a process, open for writing.
 *
 * <pre>{@code
 * try (var checkpoints =
 *     CheckpointManager.builder()
 *         .store("s3://desk/checkpoints")
 *         .process(ProcessId.training("ranker"))
 *         .keep(Keep.last(5).or(Keep.best("loss", Direction.MIN, 3)))
 *         .open()) {
 *   double[] weights =
 *       checkpoints.restoreLatest().map(last -> last.item("weights", Codecs.doubles())).orElseGet(() -> new double[10]);
 *   ...
 *   checkpoints.save(Progress.at(step).of(total).metric("loss", loss), State.of("weights", Codecs.doubles(), weights));
 * }
 * }</pre>
 *
 * <p>Opening fences every manager that had the process open before, in whatever JVM on whatever
 * machine: their next save throws {@link FencedException}. To look without fencing, use {@link
 * CheckpointReader}.
 *
 * <p>Safe for use by many threads; saves go one after the other.
 */
public final class CheckpointManager implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointManager.class);

  private final CheckpointManagerBuilder settings;
  private final ObjectStore store;
  private final ProcessId process;
  private final Transfers transfers;
  private final Events events;
  private final Commits commits;
  private final AsyncSaves async;
  private final DueSaves due;

  CheckpointManager(CheckpointManagerBuilder settings, ObjectStore store, CommitLog log) {
    this.settings = settings;
    this.store = store;
    this.process = settings.process();
    this.transfers = new Transfers(settings.parallelism());
    this.events = new Events(process, log.epoch(), settings.listeners());
    this.commits = new Commits(settings, store, log, transfers, events);
    this.async =
        new AsyncSaves(
            process.name(), settings.mostPending(), settings.mostPendingBytes(), this::commit);
    this.due = new DueSaves(settings.saveWhen(), latest().map(Checkpoint::progress));
    events.opened();
  }

  /** The settings of a manager that is to be opened. */
  public static CheckpointManagerBuilder builder() {
    return new CheckpointManagerBuilder();
  }

  /** The process whose checkpoints these are. */
  public ProcessId process() {
    return process;
  }

  /** The version of the claim that this manager opened the process with. */
  public long epoch() {
    return commits.epoch();
  }

  /**
   * Commits a checkpoint and returns when it is durable: one PUT for a state of up to 64 KiB; else
   * one more for each chunk that the checkpoints which are kept do not hold already. Atomic: until
   * the commit, no reader sees any of it.
   *
   * @return the checkpoint, with its version
   * @throws FencedException when a newer writer has opened the process; the save was not applied,
   *     and no later one will be
   * @throws CommitOutcomeUnknownException when it could not be found out whether the save was
   *     applied
   * @throws StoreException when the store refused it; the save was not applied, and may be tried
   *     again
   * @throws StoreUnavailableException when the chunks of a large state could not be stored; the
   *     save was not applied, and may be tried again
   */
  public Checkpoint save(Progress progress, State state) {
    async.await();
    long given = System.nanoTime();
    Checkpoint saved = commit(progress, state.sources());
    due.saved(progress, given);
    return saved;
  }

  /**
   * Saves behind the caller: the state is captured before this returns, and compressed, uploaded
   * and committed afterwards, in the order of the calls. When as much is pending as the settings
   * allow, this waits. A state that is larger than what may be pending is saved before this
   * returns.
   *
   * <p>A failure is thrown where it is seen first: by the {@link PendingSave}, by the next save of
   * any kind, or by {@link #close}.
   */
  public PendingSave saveAsync(Progress progress, State state) {
    PendingSave pending = async.save(progress, state.sources());
    due.saved(progress, pending);
    return pending;
  }

  /**
   * Saves behind the caller when a checkpoint is due by the policy of {@link
   * CheckpointManagerBuilder#save}. The state is asked for only then. See {@link #saveAsync}.
   *
   * @return the save, when one was due
   */
  public Optional<PendingSave> saveIfDue(Progress progress, Supplier<State> state) {
    return due.isDue(progress, this::list)
        ? Optional.of(saveAsync(progress, state.get()))
        : Optional.empty();
  }

  /**
   * Waits until all saves are durable.
   *
   * @throws CairnException the failure of one that nobody has seen yet
   */
  public void await() {
    async.await();
  }

  Commits commits() {
    return commits;
  }

  private Checkpoint commit(Progress progress, List<? extends StateWriter.Source> state) {
    return commits.save(progress, state, (index, version) -> index);
  }

  /**
   * The run of a definition, registered before its first part is written: the one that is there,
   * open or completed, or a new one. Nothing is written when it is there, and one entry when it is
   * not.
   *
   * @throws RunMismatchException when the process has a run of another definition, and {@code
   *     onMismatch} says to fail
   */
  public RegisteredRun register(RunDefinition definition, OnMismatch onMismatch) {
    return commits.register(definition, onMismatch);
  }

  /**
   * A new run of a definition, whether or not there is one: to compute everything again. What the
   * other one has stays until retention drops it.
   */
  public RegisteredRun registerAnew(RunDefinition definition) {
    return commits.registerAnew(definition);
  }

  /**
   * Commits the last checkpoint of a run and closes the run, in one entry. Its parts stay as long
   * as this checkpoint can be read. Fails as {@link #save} does.
   */
  public Checkpoint complete(RegisteredRun run, Progress progress, State state) {
    async.await();
    long given = System.nanoTime();
    Checkpoint saved =
        commits.save(
            progress,
            state.sources(),
            (index, version) -> RunRegistry.complete(index, run, version));
    due.saved(progress, given);
    return saved;
  }

  /**
   * Commits a checkpoint that has the state and the progress of the newest whole one, and another
   * status. It may be called by a thread that does not know the state. Where nothing was saved or
   * restored yet, the newest one is read and verified first. Fails as {@link #save} does.
   *
   * @throws DamagedException when there are checkpoints and none is whole; nothing was written
   */
  public Checkpoint mark(Status status, Optional<String> reason) {
    async.await();
    // An interrupt, which may be the reason, must not end the requests that this takes.
    boolean interrupted = Thread.interrupted();
    try {
      return commits.mark(status, reason);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * As {@link #save}, also when an earlier save has failed and nobody has seen it: once this one is
   * committed, that one is not missed.
   */
  Checkpoint saveLast(Progress progress, State state) {
    Optional<RuntimeException> earlier = settle();
    try {
      Checkpoint saved = save(progress, state);
      earlier.ifPresent(
          failure ->
              LOGGER.warn(
                  "An earlier save failed; {} took its place, epoch {}", saved, epoch(), failure));
      return saved;
    } catch (RuntimeException e) {
      earlier.filter(failure -> failure != e).ifPresent(e::addSuppressed);
      throw e;
    }
  }

  /** Waits until all saves are decided; hands over a failure that nobody has seen. */
  Optional<RuntimeException> settle() {
    return async.settle();
  }

  /**
   * Runs a body of work and sets the status from how it ends: {@link Status#COMPLETED} when it
   * returns, {@link Status#FAILED} when it throws (the exception is thrown on), {@link
   * Status#INTERRUPTED} when its thread is interrupted or the JVM is told to end.
   *
   * <pre>{@code
   * checkpoints.run(StateForm.single(Codecs.doubles()), run -> {
   *   var start = run.resumeOrStart(() -> new double[10]);
   *   double[] weights = start.state();
   *   for (long step = start.nextStep(); step < total; step++) {
   *     double loss = train(weights);
   *     run.saveIfDue(Progress.at(step + 1).of(total).metric("loss", loss), weights);
   *   }
   * });
   * }</pre>
   *
   * @return {@link Status#COMPLETED} or {@link Status#INTERRUPTED}
   * @throws E what the body throws
   */
  public <T, E extends Exception> Status run(StateForm<T> form, Body<T, E> body) throws E {
    return new Lifecycle<>(this, form, settings.stopTimeout()).run(body);
  }

  /**
   * A body of work.
   *
   * @param <T> the type of its state
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Body<T, E extends Exception> {
    /** Does the work. */
    void run(ManagedRun<T> run) throws E;
  }

  <T> Start<T> start(StateForm<T> form, Supplier<? extends T> first) {
    Optional<Restored> restored =
        settings.resume() == Resume.NEVER ? Optional.empty() : restoreLatest();
    if (restored.isEmpty()) {
      return new Start<>(first.get(), Optional.empty(), List.of());
    }
    Restored from = restored.get();
    Checkpoint checkpoint = from.checkpoint();
    if (checkpoint.progress().status() == Status.COMPLETED
        && settings.resume() == Resume.UNFINISHED) {
      throw new AlreadyCompletedException(checkpoint);
    }
    if (checkpoint.progress().status() == Status.FAILED) {
      LOGGER.warn(
          "Going on from {}, which failed at {}, epoch {}: {}",
          checkpoint,
          checkpoint.time(),
          epoch(),
          checkpoint.progress().reason().orElse("no reason given"));
    }
    if (checkpoint.items().isEmpty() && checkpoint.progress().step() == 0) {
      // It ended before it had a state to save; only how it ended was noted.
      return new Start<>(first.get(), Optional.empty(), from.passedOver());
    }
    return new Start<>(form.fromState(from), Optional.of(checkpoint), from.passedOver());
  }

  /** The newest checkpoint; empty when there is none. Nothing is read: the manager knows. */
  public Optional<Checkpoint> latest() {
    return commits.index().ask(index -> index.newest().map(row -> Rows.checkpoint(process, row)));
  }

  /**
   * The checkpoints that are kept, oldest first. The manager knows the newest ones; where many are
   * kept, the older ones are in pages, and each that it does not know is a GET.
   */
  public List<Checkpoint> list() {
    return commits.index().ask(index -> Rows.checkpoints(process, index.live()));
  }

  /**
   * The state of the newest checkpoint that is whole, verified; empty when the process has no
   * checkpoint. When a newer one is damaged, {@link Restored#passedOver} says which and why.
   *
   * @throws DamagedException when there are checkpoints and none is whole
   */
  public Optional<Restored> restoreLatest() {
    return events.restoring(() -> commits.restoration().latest());
  }

  /**
   * The state of one checkpoint, verified.
   *
   * @throws CheckpointNotFoundException when there is none of that version, or no longer
   * @throws DamagedException when it is damaged
   */
  public Restored restore(long version) {
    return restoring(() -> commits.restoration().version(version));
  }

  /**
   * The state of the checkpoint that a text names, verified: {@code latest}, a version such as
   * {@code v12} or {@code 12}, or a tag such as {@code best}.
   *
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when it is damaged
   */
  public Restored restore(String name) {
    return restoring(() -> commits.restoration().named(name, Restoration.ALL));
  }

  /**
   * The state of the checkpoint that a text names, of which only some items are fetched and
   * verified now; the others are when they are taken. So a part of a large state is read without
   * the rest, and with no items nothing is read yet. By the name {@code latest} it is the newest
   * checkpoint whose wanted items are whole.
   *
   * @param items their names
   * @throws CheckpointNotFoundException when there is no such checkpoint, or it lacks an item
   * @throws DamagedException when a wanted item is damaged
   */
  public Restored restore(String name, Set<String> items) {
    return restoring(() -> commits.restoration().named(name, Restoration.only(process, items)));
  }

  /**
   * The state of the newest checkpoint that was saved at a step, of those that are kept. When it is
   * damaged, another one of the same step is given, and {@link Restored#passedOver} says so.
   *
   * @throws CheckpointNotFoundException when there is none
   * @throws DamagedException when there are some, and none is whole
   */
  public Restored restoreStep(long step) {
    return restoring(() -> commits.restoration().step(step));
  }

  /**
   * The state of the best checkpoint by a metric, of those that are kept; of equal ones the older.
   * When it is damaged, the next best is given, and {@link Restored#passedOver} says so.
   *
   * @throws CheckpointNotFoundException when no checkpoint has the metric
   * @throws DamagedException when there are some, and none is whole
   */
  public Restored restoreBest(String metric, Direction direction) {
    return restoring(() -> commits.restoration().best(metric, direction));
  }

  private Restored restoring(Supplier<Restored> way) {
    return events.restoring(() -> Optional.of(way.get())).orElseThrow();
  }

  /** Keeps a checkpoint until it is unpinned: one PUT. See {@link CheckpointEditor#pin}. */
  public void pin(long version) {
    commits.edit(pages -> Edits.pin(process, pages, version));
  }

  /** The same for the checkpoint that a text names, see {@link #restore(String)}. */
  public void pin(String name) {
    pin(version(name));
  }

  /** Leaves a checkpoint to the policy again: one PUT. */
  public void unpin(long version) {
    commits.edit(pages -> Edits.unpin(version));
  }

  /** The same for the checkpoint that a text names, see {@link #restore(String)}. */
  public void unpin(String name) {
    unpin(version(name));
  }

  /**
   * Names a checkpoint, and keeps it as long as it has the name: one PUT. See {@link
   * CheckpointEditor#tag}.
   */
  public void tag(String name, long version, Optional<Instant> expires) {
    commits.edit(pages -> Edits.tag(process, pages, name, version, expires));
  }

  /** The same for the checkpoint that a text names, see {@link #restore(String)}. */
  public void tag(String name, String checkpoint, Optional<Instant> expires) {
    tag(name, version(checkpoint), expires);
  }

  /** Takes a name away: one PUT. */
  public void untag(String name) {
    commits.edit(pages -> Edits.untag(name));
  }

  /** Deletes a checkpoint: one PUT. See {@link CheckpointEditor#delete}. */
  public void delete(long version) {
    commits.edit(pages -> Edits.delete(process, pages, version, settings.clock().instant()));
  }

  /** The same for the checkpoint that a text names, see {@link #restore(String)}. */
  public void delete(String name) {
    delete(version(name));
  }

  private long version(String name) {
    return commits.index().ask(index -> Names.version(process, index, name));
  }

  /**
   * A collector of what nothing needs any more, see {@link GarbageCollector}. This one also looks
   * at what this manager has stored itself; saves wait while it does so. What belongs to a save
   * whose outcome is unknown stays.
   */
  public GarbageCollector garbageCollector() {
    return GarbageCollector.of(store, process, commits);
  }

  /**
   * Waits for the saves that go on behind, and frees threads and connections. The status of the
   * process stays what the last save said.
   *
   * @throws CairnException the failure of a save that nobody has seen yet; what is to be freed is
   *     freed
   */
  @Override
  public void close() {
    try {
      async.close();
    } finally {
      commits.deleteGarbage();
      transfers.close();
      settings.closeIfOwned(store);
    }
  }
}
