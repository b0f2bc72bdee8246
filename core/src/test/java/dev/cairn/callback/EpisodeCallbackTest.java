package dev.cairn.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Checkpoint;
import dev.cairn.CheckpointManager;
import dev.cairn.CheckpointManagerBuilder;
import dev.cairn.InvalidRequestException;
import dev.cairn.ProcessId;
import dev.cairn.Status;
import dev.cairn.codec.Codecs;
import dev.cairn.policy.Direction;
import dev.cairn.policy.Keep;
import dev.cairn.policy.SaveWhen;
import dev.cairn.store.memory.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class EpisodeCallbackTest {
  private static final ProcessId AGENT = ProcessId.training("agent");
  private static final long EPISODES = 60;
  private static final int WINDOW = 7;

  private final MemoryStore store = new MemoryStore();

  @Test
  void episodes_killedOverAndOver_endWithTheAveragesOfARunThatWasNot() {
    List<Double> expected = new ArrayList<>();
    try (CheckpointManager manager =
        builder().process(ProcessId.training("unbroken")).save(SaveWhen.never()).open()) {
      EpisodeCallback<double[]> episodes = EpisodeCallback.on(manager, Codecs.doubles(), WINDOW);
      double[] agent = new double[3];
      while (episodes.next() < EPISODES) {
        play(episodes, agent);
        expected.add(episodes.average());
      }
    }
    long seed = System.nanoTime();
    System.out.println("EpisodeCallbackTest: seed " + seed);
    var random = new SplittableRandom(seed);
    double[] averages = new double[(int) EPISODES];
    long done = 0;
    int lives = 0;
    double[] agent = new double[3];
    while (done < EPISODES) {
      // A killed process does not close its manager.
      CheckpointManager manager = builder().save(SaveWhen.everySteps(4)).open();
      EpisodeCallback<double[]> episodes = EpisodeCallback.on(manager, Codecs.doubles(), WINDOW);
      agent = episodes.agent().orElseGet(() -> new double[3]);
      long until = Math.min(EPISODES, episodes.next() + 5 + random.nextInt(20));
      while (episodes.next() < until) {
        play(episodes, agent);
        averages[(int) episodes.next() - 1] = episodes.average();
      }
      manager.await();
      done = episodes.next();
      lives++;
    }
    assertThat(lives).isGreaterThan(1);
    assertThat(averages).containsExactly(expected.stream().mapToDouble(it -> it).toArray());
    assertThat(agent[0]).isEqualTo(EPISODES);
  }

  @Test
  void best_isKeptApartAndRestoredByName() {
    try (CheckpointManager manager =
        builder().keep(Keep.last(1).or(Keep.best("average", Direction.MAX, 1))).open()) {
      EpisodeCallback<double[]> episodes = EpisodeCallback.on(manager, Codecs.doubles(), 2);
      for (double reward : new double[] {1, 5, 6, 2, 3}) {
        episodes.ended(5, reward, () -> new double[] {reward});
      }
      manager.await();
      assertThat(manager.list())
          .extracting(c -> c.progress().metrics().get("average"))
          .containsExactly(5.5, 2.5);
      assertThat(manager.restore("best").item("agent", Codecs.doubles())).containsExactly(6);
      Checkpoint latest = manager.latest().orElseThrow();
      assertThat(latest.progress().percent()).hasValue(100);
      assertThat(latest.progress().metrics()).containsEntry("reward", 3.0);
    }
  }

  @Test
  void window_smallerThanBefore_averagesTheLastOnes() {
    try (CheckpointManager manager = builder().open()) {
      EpisodeCallback<double[]> episodes = EpisodeCallback.on(manager, Codecs.doubles(), 3);
      assertThat(episodes.average()).isNaN();
      for (double reward : new double[] {1, 2, 6}) {
        episodes.ended(9, reward, () -> new double[0]);
      }
      assertThat(episodes.average()).isEqualTo(3);
    }
    try (CheckpointManager manager = builder().open()) {
      EpisodeCallback<double[]> episodes = EpisodeCallback.on(manager, Codecs.doubles(), 2);
      assertThat(episodes.average()).isEqualTo(4);
      assertThat(episodes.next()).isEqualTo(3);
      assertThatThrownBy(() -> EpisodeCallback.on(manager, Codecs.doubles(), 0))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void process_thatEndedBeforeItsFirstSave_begins() {
    try (CheckpointManager manager = builder().open()) {
      manager.mark(Status.INTERRUPTED, Optional.empty());
    }
    try (CheckpointManager manager = builder().open()) {
      EpisodeCallback<double[]> episodes = EpisodeCallback.on(manager, Codecs.doubles(), 3);
      assertThat(episodes.next()).isZero();
      assertThat(episodes.agent()).isEmpty();
    }
  }

  private static void play(EpisodeCallback<double[]> episodes, double[] agent) {
    double reward = 0.1 * Math.sin((double) episodes.next()) + agent[1];
    agent[0]++;
    agent[1] = reward / 3;
    episodes.ended(EPISODES, reward, () -> agent);
  }

  private CheckpointManagerBuilder builder() {
    return CheckpointManager.builder().store(store).process(AGENT);
  }
}
