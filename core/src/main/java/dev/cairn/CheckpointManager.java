package dev.cairn;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.internal.collect.Garbage;
import dev.cairn.internal.collect.Retention;
import dev.cairn.internal.data.StateWriter;
import dev.cairn.internal.data.Transfers;
import dev.cairn.internal.log.CheckpointRow;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Entry;
import dev.cairn.internal.log.LogReader;
import dev.cairn.internal.log.LogView;
import dev.cairn.internal.log.Manifest;
import dev.cairn.internal.log.RunRow;
import dev.cairn.policy.Keep;
import dev.cairn.policy.Resume;
import dev.cairn.policy.SaveWhen;
import dev.cairn.run.OnMismatch;
import dev.cairn.run.RegisteredRun;
import dev.cairn.run.RunDefinition;
import dev.cairn.run.RunMismatchException;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.StoreException;
import dev.cairn.store.StoreUnavailableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
  private final InstantSource clock;
  private final Retention retention;
  private final Transfers transfers;
  private final CommitLog log;

  @GuardedBy("this")
  private final Garbage garbage;

  @GuardedBy("this")
  private long saves;

  @GuardedBy("this")
  private long lastSave = System.nanoTime();

  CheckpointManager(CheckpointManagerBuilder settings, ObjectStore store, CommitLog log) {
    this.settings = settings;
    this.store = store;
    this.process = settings.process();
    this.clock = settings.clock();
    Keep keep = settings.keep();
    this.retention =
        new Retention(
            rows -> keep.select(Rows.checkpoints(process, rows)),
            settings.grace(),
            settings.openRuns());
    this.transfers = new Transfers(settings.parallelism());
    this.log = log;
    this.garbage = new Garbage(store, process);
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
    return log.epoch();
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
    return save(progress, state, (index, version) -> index);
  }

  /** What else the entry of a checkpoint changes in the index. */
  @FunctionalInterface
  private interface Besides {
    Manifest.Index change(Manifest.Index index, long version);
  }

  private synchronized Checkpoint save(Progress progress, State state, Besides besides) {
    log.requireNotFenced();
    StateWriter writer =
        new StateWriter(store, process, log.epoch(), settings.compression(), transfers);
    Entry entry =
        commit(
            (base, version) -> {
              StateWriter.Written written = writer.write(state.sources(), base);
              Instant now = clock.instant();
              Manifest.Index next =
                  besides.change(
                      base.with(Rows.row(version, progress, now, written.items())), version);
              return new CommitLog.Draft(retention.apply(next, now), written.payload());
            });
    return saved(entry);
  }

  @GuardedBy("this")
  private Checkpoint saved(Entry entry) {
    Checkpoint saved = Rows.checkpoint(process, entry.manifest().newest().orElseThrow());
    LOGGER.debug("Saved {}, epoch {}", saved, log.epoch());
    saves++;
    lastSave = System.nanoTime();
    return saved;
  }

  /**
   * The run of a definition, registered before its first part is written: the one that is there,
   * open or completed, or a new one. Nothing is written when it is there, and one entry when it is
   * not.
   *
   * @throws RunMismatchException when the process has a run of another definition, and {@code
   *     onMismatch} says to fail
   */
  public synchronized RegisteredRun register(RunDefinition definition, OnMismatch onMismatch) {
    log.requireNotFenced();
    Optional<RegisteredRun> known =
        RunRegistry.find(process, log.newest().manifest().index(), definition, onMismatch);
    return known.isPresent() ? known.get() : registerAnew(definition);
  }

  /**
   * A new run of a definition, whether or not there is one: to compute everything again. What the
   * other one has stays until retention drops it.
   */
  public synchronized RegisteredRun registerAnew(RunDefinition definition) {
    Entry entry =
        commit(
            (base, version) -> {
              Instant now = clock.instant();
              Manifest.Index next = RunRegistry.add(base, version, definition, now);
              return new CommitLog.Draft(retention.apply(next, now), Entry.NO_PAYLOAD);
            });
    List<RunRow> runs = entry.manifest().runs();
    return RunRegistry.registered(process, runs.get(runs.size() - 1), definition);
  }

  /**
   * Commits the last checkpoint of a run and closes the run, in one entry. Its parts stay as long
   * as this checkpoint can be read. Fails as {@link #save} does.
   */
  public Checkpoint complete(RegisteredRun run, Progress progress, State state) {
    return save(progress, state, (index, version) -> RunRegistry.complete(index, run, version));
  }

  /**
   * Saves when a checkpoint is due by the policy of {@link CheckpointManagerBuilder#save}. The
   * state is asked for only then. Fails as {@link #save} does.
   *
   * @return the checkpoint, when one was due
   */
  public synchronized Optional<Checkpoint> saveIfDue(Progress progress, Supplier<State> state) {
    var history =
        new SaveWhen.History(
            latest(), saves, Duration.ofNanos(System.nanoTime() - lastSave), list());
    return settings.saveWhen().isDue(progress, history)
        ? Optional.of(save(progress, state.get()))
        : Optional.empty();
  }

  /**
   * Commits a checkpoint that has the state and the progress of the newest one, and another status.
   * It may be called by a thread that does not know the state. Fails as {@link #save} does.
   */
  public synchronized Checkpoint mark(Status status, Optional<String> reason) {
    log.requireNotFenced();
    Optional<CheckpointRow> last = log.newest().manifest().newest();
    if (last.isEmpty()) {
      Progress none = Progress.at(0).status(status);
      return save(reason.isPresent() ? none.because(reason.get()) : none, State.empty());
    }
    CheckpointRow row = last.get();
    ByteBuffer payload = payload(row);
    Progress progress = Rows.checkpoint(process, row).progress().status(status);
    Progress now = reason.isPresent() ? progress.because(reason.get()) : progress;
    return saved(
        commit(
            (base, version) -> {
              Instant time = clock.instant();
              Manifest.Index next = base.with(Rows.row(version, now, time, row.items()));
              return new CommitLog.Draft(retention.apply(next, time), payload);
            }));
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
          "Going on from {}, which failed at {}: {}",
          checkpoint,
          checkpoint.time(),
          checkpoint.progress().reason().orElse("no reason given"));
    }
    return new Start<>(form.fromState(from), Optional.of(checkpoint), from.passedOver());
  }

  @GuardedBy("this")
  private ByteBuffer payload(CheckpointRow row) {
    if (row.items().stream()
        .flatMap(item -> item.chunks().stream())
        .allMatch(chunk -> chunk.inline() == null)) {
      return Entry.NO_PAYLOAD;
    }
    Entry newest = log.newest();
    if (newest.version() == row.version()) {
      return newest.payload();
    }
    return new LogReader(store, process)
        .at(row.version())
        .orElseThrow(
            () ->
                new DamagedException(
                    "v%d of %s".formatted(row.version(), process), "its entry is not in the store"))
        .payload();
  }

  /** The newest checkpoint; empty when there is none. Nothing is read: the manager knows. */
  public Optional<Checkpoint> latest() {
    return log.newest().manifest().newest().map(row -> Rows.checkpoint(process, row));
  }

  /** The checkpoints that are kept, oldest first. Nothing is read: the manager knows. */
  public List<Checkpoint> list() {
    return Rows.checkpoints(process, log.newest().manifest().live());
  }

  /**
   * The state of the newest checkpoint that is whole, verified; empty when the process has no
   * checkpoint. When a newer one is damaged, {@link Restored#passedOver} says which and why.
   *
   * @throws DamagedException when there are checkpoints and none is whole
   */
  public Optional<Restored> restoreLatest() {
    return restoration().latest();
  }

  /**
   * The state of one checkpoint, verified.
   *
   * @throws CheckpointNotFoundException when there is none of that version, or no longer
   * @throws DamagedException when it is damaged
   */
  public Restored restore(long version) {
    return restoration().version(version);
  }

  /** Frees threads and connections. The status of the process stays what the last save said. */
  @Override
  public synchronized void close() {
    garbage.delete();
    transfers.close();
    settings.closeIfOwned(store);
  }

  @GuardedBy("this")
  private Entry commit(CommitLog.Change change) {
    Manifest.Index before = log.newest().manifest().index();
    Entry entry = log.commit(change);
    garbage.dropped(before, entry.manifest().index());
    return entry;
  }

  private Restoration restoration() {
    return new Restoration(store, process, transfers, this::view);
  }

  private LogView view() {
    Entry newest = log.newest();
    List<DamagedException> damage =
        newest.version() == log.epoch() ? log.damageAtOpening() : List.of();
    return new LogView(newest.version(), Optional.of(newest), damage);
  }
}
