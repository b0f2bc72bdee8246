package dev.cairn;

import static java.util.Objects.requireNonNull;

import dev.cairn.internal.collect.PageLimits;
import dev.cairn.internal.log.CommitLog;
import dev.cairn.internal.log.Patience;
import dev.cairn.policy.Keep;
import dev.cairn.policy.OnDamage;
import dev.cairn.policy.Resume;
import dev.cairn.policy.SaveWhen;
import dev.cairn.store.ObjectStore;
import dev.cairn.store.ObjectStores;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link CheckpointManager}: a store and a process are needed, all else has a
 * default. Used by one thread, for one manager.
 */
public final class CheckpointManagerBuilder {
  private @Nullable String storeUri;
  private @Nullable ObjectStore givenStore;
  private @Nullable ProcessId process;
  private Keep keep = Keep.last(5);
  private SaveWhen saveWhen = SaveWhen.everySteps(1);
  private Resume resume = Resume.UNFINISHED;
  private OnDamage onDamage = OnDamage.FALL_BACK;
  private Duration stopTimeout = Duration.ofSeconds(20);
  private Compression compression = Compression.ZSTD;
  private Duration grace = Duration.ofHours(1);
  private Patience patience = new Patience(Duration.ofMinutes(2));
  private int mostPending = 2;
  private long mostPendingBytes = 256L << 20;
  private int parallelism = 4;
  private int openRuns = 3;
  private InstantSource clock = InstantSource.system();
  private PageLimits pageLimits = PageLimits.STANDARD;
  private final List<CheckpointListener> listeners = new ArrayList<>();

  CheckpointManagerBuilder() {}

  /** The store that a URI names, see {@link ObjectStores#open}. The manager opens and closes it. */
  public CheckpointManagerBuilder store(String uri) {
    this.storeUri = uri;
    this.givenStore = null;
    return this;
  }

  /** A store that is open and stays so when the manager is closed. */
  public CheckpointManagerBuilder store(ObjectStore open) {
    this.givenStore = open;
    this.storeUri = null;
    return this;
  }

  /** What is checkpointed. */
  public CheckpointManagerBuilder process(ProcessId id) {
    this.process = id;
    return this;
  }

  /** Which checkpoints are kept; the newest 5 by default. */
  public CheckpointManagerBuilder keep(Keep policy) {
    this.keep = policy;
    return this;
  }

  /** When {@link CheckpointManager#saveIfDue} saves; after each step by default. */
  public CheckpointManagerBuilder save(SaveWhen policy) {
    this.saveWhen = policy;
    return this;
  }

  /**
   * What a run does with the checkpoints that it finds; by default it goes on, unless the process
   * is completed.
   */
  public CheckpointManagerBuilder resume(Resume policy) {
    this.resume = policy;
    return this;
  }

  /**
   * What a restore does when the newest checkpoint is damaged; by default it gives the newest whole
   * one, and says so.
   */
  public CheckpointManagerBuilder onDamage(OnDamage policy) {
    this.onDamage = policy;
    return this;
  }

  /**
   * How long a run that is told to stop by SIGTERM has for its last save, before its status is set
   * on the state that it saved before; 20 seconds by default.
   *
   * @throws InvalidRequestException when it is negative
   */
  public CheckpointManagerBuilder stopTimeout(Duration time) {
    if (time.isNegative()) {
      throw new InvalidRequestException(
          "A run cannot stop within %s: give zero or more.".formatted(time));
    }
    this.stopTimeout = time;
    return this;
  }

  /** How the chunks of large states are compressed; by Zstandard by default. */
  public CheckpointManagerBuilder compression(Compression wish) {
    this.compression = wish;
    return this;
  }

  /**
   * How long a checkpoint that is no longer kept can still be read, so that readers finish; an hour
   * by default.
   *
   * @throws InvalidRequestException when it is negative
   */
  public CheckpointManagerBuilder grace(Duration time) {
    if (time.isNegative()) {
      throw new InvalidRequestException(
          "A grace period cannot be %s: give zero or more.".formatted(time));
    }
    this.grace = time;
    return this;
  }

  /**
   * How long a save goes on asking a store that gives no clear answer, before it throws {@link
   * CommitOutcomeUnknownException}; two minutes by default.
   *
   * @throws InvalidRequestException when it is negative
   */
  public CheckpointManagerBuilder commitTimeout(Duration time) {
    if (time.isNegative()) {
      throw new InvalidRequestException(
          "A save cannot wait for %s: give zero or more.".formatted(time));
    }
    this.patience = new Patience(time);
    return this;
  }

  /** As {@link #commitTimeout}, in a time that somebody else keeps. */
  CheckpointManagerBuilder patience(Patience given) {
    this.patience = given;
    return this;
  }

  /**
   * How much may be captured by {@link CheckpointManager#saveAsync} and not committed yet; 2 states
   * of 256 MiB in all by default. It is heap.
   *
   * @throws InvalidRequestException when a number is not at least 1
   */
  public CheckpointManagerBuilder pending(int states, long bytes) {
    if (states < 1 || bytes < 1) {
      throw new InvalidRequestException(
          "%d states of %d bytes cannot be pending: give 1 or more of each."
              .formatted(states, bytes));
    }
    this.mostPending = states;
    this.mostPendingBytes = bytes;
    return this;
  }

  /**
   * How many chunks are moved at the same time, 4 by default. Each takes up to 32 MiB of the heap.
   *
   * @throws InvalidRequestException when it is not between 1 and 64
   */
  public CheckpointManagerBuilder parallelism(int chunks) {
    if (chunks < 1 || chunks > 64) {
      throw new InvalidRequestException(
          "%d chunks cannot be moved at the same time: give 1 to 64.".formatted(chunks));
    }
    this.parallelism = chunks;
    return this;
  }

  /** The clock for the times that people read and for the grace period; the system's by default. */
  public CheckpointManagerBuilder clock(InstantSource source) {
    this.clock = source;
    return this;
  }

  /** Somebody who is told what the manager does; each call adds one. */
  public CheckpointManagerBuilder listener(CheckpointListener listener) {
    listeners.add(requireNonNull(listener));
    return this;
  }

  /**
   * Opens the process for writing, which fences every manager that had it open: LIST, GET, PUT,
   * LIST.
   *
   * @throws InvalidRequestException when the store or the process is not set
   * @throws DamagedException when the process has a log and no entry of it can be read; nothing was
   *     written
   */
  public CheckpointManager open() {
    if (process == null || (storeUri == null && givenStore == null)) {
      throw new InvalidRequestException(
          "A checkpoint manager needs a store and a process: call store(...) and process(...) before open().");
    }
    ObjectStore store =
        givenStore != null ? givenStore : ObjectStores.open(String.valueOf(storeUri));
    try {
      var context = new CommitLog.Context(store, process, thisWriter(), clock, patience);
      return new CheckpointManager(this, store, CommitLog.open(context));
    } catch (RuntimeException e) {
      closeIfOwned(store);
      throw e;
    }
  }

  ProcessId process() {
    return Optional.ofNullable(process).orElseThrow();
  }

  Keep keep() {
    return keep;
  }

  Compression compression() {
    return compression;
  }

  SaveWhen saveWhen() {
    return saveWhen;
  }

  Resume resume() {
    return resume;
  }

  OnDamage onDamage() {
    return onDamage;
  }

  Duration stopTimeout() {
    return stopTimeout;
  }

  Duration grace() {
    return grace;
  }

  int mostPending() {
    return mostPending;
  }

  long mostPendingBytes() {
    return mostPendingBytes;
  }

  int parallelism() {
    return parallelism;
  }

  /** How many runs are kept open. */
  CheckpointManagerBuilder openRuns(int most) {
    this.openRuns = most;
    return this;
  }

  int openRuns() {
    return openRuns;
  }

  /** When rows go from entries into pages; what is stored is right with any limits. */
  CheckpointManagerBuilder pageLimits(PageLimits limits) {
    this.pageLimits = limits;
    return this;
  }

  PageLimits pageLimits() {
    return pageLimits;
  }

  List<CheckpointListener> listeners() {
    return List.copyOf(listeners);
  }

  InstantSource clock() {
    return clock;
  }

  void closeIfOwned(ObjectStore store) {
    if (givenStore == null) {
      store.close();
    }
  }

  static Writer thisWriter() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown-host";
    }
    return new Writer(
        host, ProcessHandle.current().pid(), System.getProperty("user.name", "unknown"));
  }
}
