package dev.cairn.callback;

import dev.cairn.CheckpointManager;
import dev.cairn.PendingSave;
import dev.cairn.Progress;
import dev.cairn.Restored;
import dev.cairn.State;
import dev.cairn.codec.Codec;
import dev.cairn.codec.Codecs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The episodes of an agent that learns: how many are done, the reward of each, and their moving
 * average, which a resumed run goes on with as if it had never stopped.
 *
 * <pre>{@code
 * var checkpoints = CheckpointManager.builder()
 *     .store("s3://desk/checkpoints").process(ProcessId.training("ppo"))
 *     .save(SaveWhen.everySteps(100).or(SaveWhen.onImprovement("average", Direction.MAX)))
 *     .keep(Keep.last(3).or(Keep.best("average", Direction.MAX, 1)))
 *     .open();
 * var episodes = EpisodeCallback.on(checkpoints, Codecs.doubles(), 100);
 * double[] weights = episodes.agent().orElseGet(() -> new double[64]);
 * for (long episode = episodes.next(); episode < 1000; episode++) {
 *   double reward = play(weights);
 *   episodes.ended(1000, reward, () -> weights);
 * }
 * }</pre>
 *
 * <p>A step is an episode; {@code reward} and {@code average} are metrics. The best is kept apart
 * by the manager's policy of what to keep, as above. Used by one thread.
 *
 * @param <A> the type of the agent's state
 */
public final class EpisodeCallback<A> {
  private final CheckpointManager manager;
  private final Codec<A> codec;
  private final int window;
  private final Deque<Double> rewards = new ArrayDeque<>();
  private long done;
  private @Nullable A agent;

  private EpisodeCallback(CheckpointManager manager, Codec<A> codec, int window) {
    if (window < 1) {
      throw new dev.cairn.InvalidRequestException(
          "A moving average over %d episodes cannot be: give 1 or more.".formatted(window));
    }
    this.manager = manager;
    this.codec = codec;
    this.window = window;
  }

  /**
   * The episodes that a manager has open, as its newest whole checkpoint holds them.
   *
   * @param window over how many episodes the reward is averaged, at least 1
   */
  public static <A> EpisodeCallback<A> on(CheckpointManager manager, Codec<A> agent, int window) {
    EpisodeCallback<A> episodes = new EpisodeCallback<>(manager, agent, window);
    manager.restoreLatest().ifPresent(episodes::restore);
    return episodes;
  }

  /** The number of the episode that comes next, from 0. */
  public long next() {
    return done;
  }

  /** The state of the agent as it was restored; empty when there is nothing to go on from. */
  public Optional<A> agent() {
    return Optional.ofNullable(agent);
  }

  /**
   * The mean reward of the last episodes, as many as the window holds; not a number before the
   * first.
   */
  public double average() {
    return rewards.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /**
   * Takes in an episode that has ended, and saves when that is due. It is taken in also when this
   * throws: do not report it again.
   *
   * @param total how many episodes there are to be
   * @param state of the agent now; asked for only when it is saved
   * @throws dev.cairn.CairnException what {@link CheckpointManager#saveIfDue} throws
   */
  public Optional<PendingSave> ended(long total, double reward, Supplier<? extends A> state) {
    rewards.addLast(reward);
    if (rewards.size() > window) {
      rewards.removeFirst();
    }
    done++;
    Progress progress =
        Progress.at(done).of(total).metric("reward", reward).metric("average", average());
    double[] last = rewards.stream().mapToDouble(Double::doubleValue).toArray();
    return manager.saveIfDue(
        progress,
        () -> State.of("rewards", Codecs.doubles(), last).and("agent", codec, state.get()));
  }

  private void restore(Restored restored) {
    if (restored.checkpoint().items().isEmpty()) {
      // The process ended before its first save; only how it ended was noted.
      return;
    }
    done = restored.progress().step();
    agent = restored.item("agent", codec);
    for (double reward : restored.item("rewards", Codecs.doubles())) {
      rewards.addLast(reward);
    }
    while (rewards.size() > window) {
      rewards.removeFirst();
    }
  }
}
