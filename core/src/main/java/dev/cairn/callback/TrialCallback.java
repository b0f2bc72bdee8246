package dev.cairn.callback;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.cairn.CheckpointManager;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.Status;
import dev.cairn.codec.Codec;
import dev.cairn.policy.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The trials of a study, such as a search for hyperparameters: which are finished, which is the
 * best, which are left. A trial that is finished and saved is never repeated, whoever goes on with
 * the study.
 *
 * <pre>{@code
 * record Settings(double rate, int batch) {}
 * TrialCallback<Settings> trials = TrialCallback.on(checkpoints, Codecs.json(Settings.class), Direction.MAX);
 * for (long number : trials.remaining(200)) {
 *   Settings settings = sample(UnitRandom.of(42, number));
 *   trials.finished(number, settings, evaluate(settings));
 * }
 * }</pre>
 *
 * <p>When {@link #finished} saves is up to the manager's policy: after each trial by default;
 * {@code SaveWhen.everySteps(10).or(SaveWhen.onImprovement("value", Direction.MAX))} saves after
 * every tenth and whenever the best gets better. A step is a finished trial, {@code value} and
 * {@code best} are metrics. The best trial is an item of its own, {@code best}; the trials are in
 * items of {@value #BLOCK} each, so that a save writes the last ones and not all of them again.
 *
 * <p>Safe for use by many threads, so that trials may run at the same time.
 *
 * @param <P> the type of the parameters
 */
public final class TrialCallback<P> {
  private static final int BLOCK = 200;
  private static final String BLOCK_NAME = "trials-%09d";

  private final CheckpointManager manager;
  private final Codec<List<Trial<P>>> codec;
  private final Direction direction;

  @GuardedBy("this")
  private final SortedMap<Long, Trial<P>> finished = new TreeMap<>();

  /** In the order in which they were finished, which is the order of the blocks. */
  @GuardedBy("this")
  private final List<Trial<P>> order = new ArrayList<>();

  @GuardedBy("this")
  private @Nullable Trial<P> best;

  /** Whether the last trial that was taken in has not been offered to the policy yet. */
  @GuardedBy("this")
  private boolean owed;

  @GuardedBy("this")
  private OptionalLong total = OptionalLong.empty();

  private TrialCallback(CheckpointManager manager, Codec<P> parameters, Direction direction) {
    this.manager = manager;
    this.codec = new TrialsCodec<>(parameters);
    this.direction = direction;
  }

  /**
   * The study that a manager has open, with the trials that its newest whole checkpoint holds.
   *
   * @param direction which values are better
   */
  public static <P> TrialCallback<P> on(
      CheckpointManager manager, Codec<P> parameters, Direction direction) {
    TrialCallback<P> trials = new TrialCallback<>(manager, parameters, direction);
    manager.restoreLatest().ifPresent(trials::restore);
    return trials;
  }

  /** The numbers below {@code count} whose trials are not finished, in order. */
  public synchronized List<Long> remaining(long count) {
    total = OptionalLong.of(count);
    return LongStream.range(0, count).filter(number -> !isFinished(number)).boxed().toList();
  }

  /**
   * Takes in a finished trial, and saves when that is due. A trial that is finished already is
   * passed over, so that it may be reported twice; where the first report threw, the second saves
   * when that is still due.
   *
   * @throws dev.cairn.CairnException what {@link CheckpointManager#saveIfDue} throws
   */
  public synchronized void finished(long number, P parameters, double value) {
    if (!isFinished(number)) {
      add(new Trial<>(number, parameters, value));
      owed = true;
    }
    if (owed) {
      manager.saveIfDue(progress(value), this::state);
      owed = false;
    }
  }

  /**
   * Saves all trials as the end of the study.
   *
   * @throws dev.cairn.CairnException what {@link CheckpointManager#save} throws
   */
  public synchronized void complete() {
    double value = order.isEmpty() ? Double.NaN : order.get(order.size() - 1).value();
    manager.save(progress(value).status(Status.COMPLETED), state());
  }

  /**
   * The best trial so far, of equal ones the one with the lower number; empty while no trial has a
   * value.
   */
  public synchronized Optional<Trial<P>> best() {
    return Optional.ofNullable(best);
  }

  /** The finished trials, by number. */
  public synchronized List<Trial<P>> finished() {
    return List.copyOf(finished.values());
  }

  private synchronized boolean isFinished(long number) {
    return finished.containsKey(number);
  }

  @GuardedBy("this")
  private void add(Trial<P> trial) {
    finished.put(trial.number(), trial);
    order.add(trial);
    if (!Double.isNaN(trial.value()) && (best == null || isBetter(trial, best))) {
      best = trial;
    }
  }

  private boolean isBetter(Trial<P> trial, Trial<P> than) {
    if (trial.value() == than.value()) {
      return trial.number() < than.number();
    }
    return (trial.value() > than.value()) == (direction == Direction.MAX);
  }

  @GuardedBy("this")
  private Progress progress(double value) {
    Progress progress = Progress.at(order.size()).metric("value", value);
    Optional<Trial<P>> best = best();
    if (best.isPresent()) {
      progress = progress.metric("best", best.get().value());
    }
    return total.isPresent() ? progress.of(total.getAsLong()) : progress;
  }

  private synchronized State state() {
    // The best first: it is small, so it is in the entry itself.
    State state = State.of("best", codec, best().map(List::of).orElse(List.of()));
    for (int from = 0; from < order.size(); from += BLOCK) {
      List<Trial<P>> block = order.subList(from, Math.min(order.size(), from + BLOCK));
      state =
          state.and(BLOCK_NAME.formatted(from / BLOCK), codec, Collections.unmodifiableList(block));
    }
    return state;
  }

  private synchronized void restore(Restored restored) {
    restored.checkpoint().items().stream()
        .filter(item -> item.name().startsWith("trials-"))
        .forEach(item -> restoreBlock(restored, item.name()));
  }

  private synchronized void restoreBlock(Restored restored, String name) {
    restored.item(name, codec).forEach(this::addRestored);
  }

  private synchronized void addRestored(Trial<P> trial) {
    add(trial);
  }
}
